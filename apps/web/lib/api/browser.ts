import { send } from './client.ts';
import type { TypedDocumentString } from './generated/graphql';

/** Sends one operation from the browser, through the dashboard's own origin. */
export function request<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  return send('/graphql', document, variables, signal);
}
