/** Subscriptions as server-sent events: POST or GET /graphql/stream (graphql-sse protocol). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import { type Context, createContext } from '../context.ts';
import { badInput } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { toPublicError } from './errors.ts';
import { MAX_TOKENS } from './limits.ts';

export interface StreamOptions {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  readonly logger: Logger;
  context(request: FastifyRequest, reply: FastifyReply): Context;
}

/** A subscription as the client sends it. */
interface Params {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Record<string, unknown> | undefined;
}

type StreamContext = Context & Record<PropertyKey, unknown>;

/** Registers the stream; it takes subscriptions only, so that nothing slips past Apollo's checks. */
export function registerStream(app: FastifyInstance, options: StreamOptions): void {
  const handler = createHandler<StreamContext>({
    onSubscribe(request, params) {
      const { operationName, query, variables } = params as Params;
      try {
        const args = prepare(options, { query, operationName, variables });
        const context = options.context(request.raw, request.context.reply);
        return { ...args, contextValue: context as StreamContext };
      } catch (error) {
        // Without the key `data` graphql-sse would not take it for an answer.
        return { data: null, errors: [asGraphQLError(error)] };
      }
    },
    subscribe: answers,
    onNext: (_context, _request, result) => publicResult(result as ExecutionResult, options.logger),
  });

  app.route({
    method: ['GET', 'POST'],
    url: '/graphql/stream',
    async handler(request, reply) {
      reply.hijack();
      try {
        await handler(request, reply);
      } catch (error) {
        // The headers have gone out: all that is left is to end the stream.
        options.logger.error({ err: error }, 'event stream failed');
        reply.raw.destroy();
      }
    },
  });
}

/** @throws GraphQLError for a bad document, BAD_INPUT for anything but a subscription */
function prepare({ schema, introspection }: StreamOptions, params: Params): ExecutionArgs {
  const document = parse(params.query, { maxTokens: MAX_TOKENS });
  const rules = introspection
    ? specifiedRules
    : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const [fault] = validate(schema, document, rules, { maxErrors: 1 });
  if (fault !== undefined) throw fault;
  const operationName = params.operationName ?? null;
  if (getOperationAST(document, operationName)?.operation !== 'subscription') {
    throw badInput('query', 'Only subscriptions are taken here; send the rest to /graphql.');
  }
  return { schema, document, operationName, variableValues: params.variables ?? null };
}

/**
 * The answers to a subscription. Each event is resolved with a context of its own: what the last
 * event loaded may have changed since.
 * A source that fails midway ends in an error that the client can read, not in a cut stream.
 */
async function answers(
  args: ExecutionArgs & { contextValue: Context },
): Promise<ExecutionResult | AsyncGenerator<ExecutionResult>> {
  const { services, signal } = args.contextValue;
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  return (async function* () {
    try {
      for await (const rootValue of source) {
        yield await execute({ ...args, rootValue, contextValue: createContext(services, signal) });
      }
    } catch (error) {
      yield { errors: [asGraphQLError(error)] };
    }
  })();
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

function publicResult(result: ExecutionResult, logger: Logger): ExecutionResult {
  const errors = result.errors?.map((error) => {
    const { message, extensions } = toPublicError(error.toJSON(), error, logger);
    const { nodes, source, positions, path } = error;
    return new GraphQLError(message, { nodes, source, positions, path, extensions });
  });
  return errors === undefined ? result : { ...result, errors };
}
