'use client';

import { request } from './browser';
import type { TypedDocumentString } from './generated/graphql';
import { useAction } from './use-action';

/** Runs one mutation at a time; its variables may have to be made ready first. */
export function useMutation<Result, Variables>(document: TypedDocumentString<Result, Variables>) {
  const { act, pending, failure } = useAction();
  /** Returns null when it failed; `failure` then says why. */
  const run = (variables: Variables | (() => Promise<Variables>)): Promise<Result | null> =>
    act(async () =>
      request(document, variables instanceof Function ? await variables() : variables),
    );
  return { run, pending, failure };
}
