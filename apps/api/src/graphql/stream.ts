/** Subscriptions: POST or GET /graphql/stream, answered as server-sent events. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { type Context, createContext } from '../context.ts';
import { AppError, badInput } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { toPublicError } from './errors.ts';
import { readStreamRequest, type StreamRequest, sendEvents } from './eventStream.ts';
import { MAX_TOKENS } from './limits.ts';

export interface StreamOptions {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  readonly logger: Logger;
  /** How many may be open at a time. */
  readonly maxStreams: number;
  context(reply: FastifyReply): Context;
}

/** Registers the stream; it takes subscriptions only, so that nothing slips past Apollo's checks. */
export function registerStream(app: FastifyInstance, options: StreamOptions): void {
  const { maxStreams, logger } = options;
  let open = 0;
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql/stream',
    async handler(request, reply) {
      const asked = readStreamRequest(request);
      if (open >= maxStreams) {
        const message = `${maxStreams} event streams are open, as many as there may be; ask again later, or ask for the row itself.`;
        throw new AppError('TOO_MANY_REQUESTS', message, { max: maxStreams });
      }
      open += 1;
      try {
        await sendEvents(reply, answersTo(options, asked, options.context(reply)));
      } catch (error) {
        // The headers have gone out: all that is left is to end the stream.
        logger.error({ err: error }, 'event stream failed');
        reply.raw.destroy();
      } finally {
        open -= 1;
      }
    },
  });
}

/**
 * What the client reads, errors included: also of a bad document, and of a source that fails midway,
 * so that no stream is cut without a word.
 */
async function* answersTo(
  options: StreamOptions,
  asked: StreamRequest,
  context: Context,
): AsyncGenerator<FormattedExecutionResult> {
  try {
    const args = prepare(options, asked);
    for await (const result of answers(args, context)) yield toPublic(result, options.logger);
  } catch (error) {
    yield toPublic({ errors: [asGraphQLError(error)] }, options.logger);
  }
}

/** @throws GraphQLError for a bad document, BAD_INPUT for anything but a subscription */
function prepare({ schema, introspection }: StreamOptions, asked: StreamRequest): ExecutionArgs {
  const { query, operationName, variables } = asked;
  const document = parse(query, { maxTokens: MAX_TOKENS });
  const rules = introspection
    ? specifiedRules
    : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const [fault] = validate(schema, document, rules, { maxErrors: 1 });
  if (fault !== undefined) throw fault;
  if (getOperationAST(document, operationName)?.operation !== 'subscription') {
    throw badInput('query', 'Only subscriptions are taken here; send the rest to /graphql.');
  }
  return { schema, document, operationName, variableValues: variables };
}

/**
 * The answers to a subscription. Each event is resolved with a context of its own: what the last
 * event loaded may have changed since.
 */
async function* answers(args: ExecutionArgs, context: Context): AsyncGenerator<ExecutionResult> {
  const { services, signal } = context;
  const source = await createSourceEventStream({ ...args, contextValue: context });
  if (!(Symbol.asyncIterator in source)) return yield source;
  for await (const rootValue of source) {
    yield await execute({ ...args, rootValue, contextValue: createContext(services, signal) });
  }
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

function toPublic({ errors, data }: ExecutionResult, logger: Logger): FormattedExecutionResult {
  return {
    ...(errors && { errors: errors.map((error) => toPublicError(error.toJSON(), error, logger)) }),
    ...(data !== undefined && { data }),
  };
}
