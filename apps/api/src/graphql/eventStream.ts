/**
 * The transport of subscriptions: server-sent events of the graphql-sse protocol, one stream an
 * operation (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md).
 */
import { once } from 'node:events';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { badInput } from '../errors.ts';

/** How often something is sent all the same, so that nobody in between takes the stream for dead. */
const PING_MS = 12_000;
const PING = ':\n\n';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'content-encoding': 'none',
  'cache-control': 'no-cache',
  connection: 'keep-alive',
};

/** A subscription as the client sends it. */
export interface StreamRequest {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Record<string, unknown> | null;
}

const operation = z.object({
  query: z.string('query must be a GraphQL document.'),
  operationName: z.string('operationName must be a name.').nullish(),
  variables: z.record(z.string(), z.unknown(), 'variables must be an object.').nullish(),
});

/** The operation in the body of a POST, or in the address of a GET. @throws BAD_INPUT */
export function readStreamRequest({ method, body, query }: FastifyRequest): StreamRequest {
  const given = method === 'GET' ? readAddress(query) : body;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw badInput('body', 'The body must be a JSON object with a query.');
  }
  const parsed = operation.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badInput(issue?.path.join('.') || 'body', issue?.message ?? 'The body is no operation.');
  }
  const { operationName = null, variables = null } = parsed.data;
  return { query: parsed.data.query, operationName, variables };
}

function readAddress(query: unknown): unknown {
  const given = z.object({ variables: z.string().optional() }).loose().parse(query);
  if (given.variables === undefined) return given;
  try {
    return { ...given, variables: JSON.parse(given.variables) };
  } catch {
    throw badInput('variables', 'variables must be an object, as JSON.');
  }
}

/** Sends each result as it comes, and that there are no more; ends when the client has gone. */
export async function sendEvents(
  reply: FastifyReply,
  results: AsyncIterable<object>,
): Promise<void> {
  const { raw } = reply;
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  raw.writeHead(200, HEADERS);
  raw.write(PING);
  const pinger = setInterval(() => raw.write(PING), PING_MS);
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  const write = async (event: string) => {
    if (!raw.writable || raw.write(event)) return;
    await once(raw, 'drain', { signal: gone.signal }).catch(() => undefined);
  };
  try {
    for await (const result of results) {
      await write(`event: next\ndata: ${JSON.stringify(result)}\n\n`);
      if (gone.signal.aborted) return;
    }
    await write('event: complete\ndata:\n\n');
  } finally {
    clearInterval(pinger);
    raw.end();
  }
}
