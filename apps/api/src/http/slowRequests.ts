/** How long a client may take to say what it wants. */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Env } from '../env.ts';
import { AppError } from '../errors.ts';

/** What each `requestTimeoutMs` must bring of a body, unless it ends: 2 kB/s at half a minute. */
const MIN_BYTES = 64 * 1024;

/** Settings of the HTTP server itself: when the headers must have come in. */
export function headerTimeouts({ requestTimeoutMs }: Pick<Env, 'requestTimeoutMs'>) {
  const connectionsCheckingInterval = Math.min(requestTimeoutMs, 5_000);
  return { headersTimeout: requestTimeoutMs, connectionsCheckingInterval };
}

/** Refuses a body that comes in slower than anyone needs to send one. */
export function registerSlowRequests(
  app: FastifyInstance,
  { requestTimeoutMs }: Pick<Env, 'requestTimeoutMs'>,
): void {
  app.addHook('onRequest', async (request, reply) => {
    if (hasBody(request)) watchBody(request, reply, requestTimeoutMs);
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function watchBody({ raw }: FastifyRequest, reply: FastifyReply, timeoutMs: number): void {
  const { socket } = raw;
  let seen = socket.bytesRead;
  const watch = setInterval(() => {
    const brought = socket.bytesRead - seen;
    seen += brought;
    const ended = raw.complete || socket.destroyed;
    if (!ended && brought >= MIN_BYTES) return;
    clearInterval(watch);
    if (!ended) refuse(raw, reply, timeoutMs);
  }, timeoutMs);
  watch.unref();
  // An answer may have gone out before the body had come in, and its sender go on sending.
  raw.once('close', () => raw.complete && clearInterval(watch));
}

/** Says so if nothing has been said yet; what is left of the body is not waited for. */
function refuse(request: IncomingMessage, reply: FastifyReply, timeoutMs: number): void {
  // Whoever reads the body hears of it too: what there is of an upload is then thrown away.
  const hangUp = () => request.destroy();
  if (reply.sent) {
    hangUp();
    return;
  }
  reply.raw.once('finish', hangUp);
  const message = `The body of the request comes in too slowly: ${timeoutMs} ms brought next to nothing.`;
  void reply.header('connection', 'close').send(new AppError('TIMED_OUT', message, { timeoutMs }));
}
