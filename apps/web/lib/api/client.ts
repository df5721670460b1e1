import { ApiError, fromGraphQL } from './errors.ts';
import type { TypedDocumentString } from './generated/graphql';

interface Answer<Result> {
  data?: Result | null;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
}

/**
 * Sends one GraphQL operation and returns its data.
 *
 * @throws ApiError with the API's code, or UNAVAILABLE when the API cannot be reached.
 */
export async function send<Result, Variables>(
  endpoint: string,
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const response = await reach(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query: document.toString(), variables }),
    cache: 'no-store',
    signal,
  });
  const answer = await readAnswer<Result>(response);
  if (answer.errors?.length) throw fromGraphQL(answer.errors);
  if (!answer.data) throw fromGraphQL([]);
  return answer.data;
}

async function reach(endpoint: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(endpoint, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw unavailable();
  }
}

async function readAnswer<Result>(response: Response): Promise<Answer<Result>> {
  const text = await response.text();
  if (!text.startsWith('{')) throw unavailable(response.status);
  return JSON.parse(text) as Answer<Result>;
}

function unavailable(status?: number): ApiError {
  return new ApiError({
    code: 'UNAVAILABLE',
    message: status
      ? `The Semblance API did not answer (HTTP ${status}).`
      : 'The Semblance API does not answer.',
  });
}
