import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { faultyInputField } from './inputFault.ts';

/**
 * What a caller may read of an error, over Apollo and over the event stream alike: a sentence, a
 * code, the details that the thrower chose. A defect of ours is logged with its stack under a
 * number and answered with no more than that number.
 * @param formatted the error as graphql-js or Apollo would show it
 */
export function toPublicError(
  formatted: GraphQLFormattedError,
  error: unknown,
  logger: Logger,
): GraphQLFormattedError {
  const { message, locations, path } = formatted;
  const where = { ...(locations && { locations }), ...(path && { path }) };
  const original = originOf(error);
  if (original instanceof GraphQLError) {
    // A fault of the document or its variables, which graphql-js words for its author.
    const field = faultyInputField(error);
    if (field !== undefined)
      return { message, ...where, extensions: { code: 'BAD_INPUT', details: { field } } };
    const code = formatted.extensions?.code ?? 'GRAPHQL_VALIDATION_FAILED';
    return { message, ...where, extensions: { code } };
  }
  const described = describeError(original);
  if (described.expected) {
    const { code, details } = described;
    return { message: described.message, ...where, extensions: { code, details } };
  }
  const errorId = randomUUID();
  logger.error({ err: original, errorId, path }, 'a resolver failed');
  return {
    message: maskedMessage(errorId),
    ...where,
    extensions: { code: described.code, errorId },
  };
}

/** What a resolver threw, under the wrapping of graphql-js. */
function originOf(error: unknown): unknown {
  let origin = error;
  while (origin instanceof GraphQLError && origin.originalError) origin = origin.originalError;
  return origin;
}

export function maskedMessage(errorId: string): string {
  return `Something went wrong on our side; the server's log has the reason under ${errorId}.`;
}
