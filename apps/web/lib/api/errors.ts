/** A failure the API described: a code of its ErrorCode list and a sentence for people. */
export interface ApiFailure {
  code: string;
  message: string;
  field?: string;
}

const digestMark = 'semblance:';

/**
 * Carries a typed API failure. Next removes the message of errors thrown by server components in
 * production but keeps a `digest` that is already set, so the (public) failure travels in it.
 */
export class ApiError extends Error implements ApiFailure {
  readonly code: string;
  readonly field?: string;
  readonly digest: string;

  constructor(failure: ApiFailure) {
    super(failure.message);
    this.name = 'ApiError';
    this.code = failure.code;
    this.field = failure.field;
    this.digest = `${digestMark}${JSON.stringify(failure)}`;
  }
}

/** What to show for anything that was thrown, here or in a server component. */
export function describeFailure(error: unknown): ApiFailure {
  if (error instanceof ApiError) {
    return { code: error.code, message: error.message, field: error.field };
  }
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : '';
  if (digest.startsWith(digestMark)) return parseDigest(digest.slice(digestMark.length));
  return { code: 'INTERNAL', message: 'Something went wrong in the dashboard.' };
}

function parseDigest(text: string): ApiFailure {
  // Next appends an error code of its own ("…}@E394") to digests of known errors.
  const failure: unknown = JSON.parse(text.slice(0, text.lastIndexOf('}') + 1));
  if (failure && typeof failure === 'object' && 'code' in failure && 'message' in failure) {
    return { code: String(failure.code), message: String(failure.message) };
  }
  return { code: 'INTERNAL', message: text };
}

interface GraphQLFailure {
  message: string;
  extensions?: { code?: unknown; field?: unknown; details?: { field?: unknown } };
}

/** The first error of a GraphQL answer as an ApiError. */
export function fromGraphQL(errors: readonly GraphQLFailure[]): ApiError {
  const first = errors[0];
  const field = first?.extensions?.field ?? first?.extensions?.details?.field;
  return new ApiError({
    code: String(first?.extensions?.code ?? 'INTERNAL'),
    message: first?.message ?? 'The API answered without data.',
    field: typeof field === 'string' ? field : undefined,
  });
}
