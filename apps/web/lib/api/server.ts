import { apiUrl } from '../env.ts';
import { send } from './client.ts';
import { ApiError, type ApiFailure, describeFailure } from './errors.ts';
import type { TypedDocumentString } from './generated/graphql';

/** Reads from the API in a server component. Throws ApiError; error.tsx shows it. */
export function query<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  return send(`${apiUrl()}/graphql`, document, variables);
}

export type QueryAttempt<Result> =
  | { data: Result; failure: null }
  | { data: null; failure: ApiFailure };

/** Like query, for a part of a page that may fail on its own and says so in its place. */
export async function tryQuery<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<QueryAttempt<Result>> {
  try {
    return { data: await query(document, variables), failure: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { data: null, failure: describeFailure(error) };
  }
}
