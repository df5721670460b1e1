import { notFound } from 'next/navigation';
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

/**
 * Reads what a page is about by the id in its address. What is not there, or no id of its kind, ends
 * in the not-found page.
 * @param pick takes the thing out of the answer
 */
export async function queryById<Result, Variables extends { id: string }, Thing>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  pick: (answer: Result) => Thing | null | undefined,
): Promise<Thing> {
  const answer = await query(document, variables).catch((error: unknown) => {
    if (isAboutId(error)) notFound();
    throw error;
  });
  return pick(answer) ?? notFound();
}

function isAboutId(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.code === 'NOT_FOUND' || (error.code === 'BAD_INPUT' && error.field === 'id');
}
