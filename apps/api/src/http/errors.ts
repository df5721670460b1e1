import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance } from 'fastify';
import { describeError, type ErrorCode } from '../errors.ts';
import { maskedMessage } from '../graphql/errors.ts';
import type { Logger } from '../logger.ts';

const STATUS: Partial<Record<ErrorCode, number>> = {
  HOST_REFUSED: 403,
  NOT_FOUND: 404,
  TIMED_OUT: 408,
  CONFLICT: 409,
  LIMIT_EXCEEDED: 413,
  UNSUPPORTED: 415,
  TOO_MANY_REQUESTS: 429,
  UNAVAILABLE: 503,
  INTERNAL: 500,
  DISK_FULL: 507,
};

/** Errors of the plain routes: `{ error: { code, message, details } }`, never a stack. */
export function registerErrorHandler(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const described = describeError(error);
    if (described.expected) {
      const { code, message, details } = described;
      return reply.code(STATUS[code] ?? 400).send({ error: { code, message, details } });
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      // Fastify's own refusal: an unknown content type, a body that is too large or no JSON.
      const code = error.statusCode === 413 ? 'LIMIT_EXCEEDED' : 'BAD_INPUT';
      return reply.code(error.statusCode).send({ error: { code, message: error.message } });
    }
    const errorId = randomUUID();
    logger.error({ err: error, errorId }, 'a request failed');
    const { code } = described;
    const body = { error: { code, message: maskedMessage(errorId), errorId } };
    return reply.code(STATUS[code] ?? 500).send(body);
  });

  app.setNotFoundHandler((request, reply) => {
    const message = `Nothing is at ${request.method} ${request.url.split('?')[0]}.`;
    return reply.code(404).send({ error: { code: 'NOT_FOUND', message } });
  });
}
