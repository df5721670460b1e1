'use client';

import { useState } from 'react';
import { request } from '@/lib/api/browser';
import { type ApiFailure, describeFailure } from '@/lib/api/errors';
import type { TypedDocumentString } from '@/lib/api/generated/graphql';

/** Runs one mutation at a time and keeps its typed failure for showing. */
export function useMutation<Result, Variables>(document: TypedDocumentString<Result, Variables>) {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  /** Returns null when it failed; `failure` then says why. */
  const run = async (variables: Variables | (() => Promise<Variables>)): Promise<Result | null> => {
    setPending(true);
    setFailure(null);
    try {
      const ready = variables instanceof Function ? await variables() : variables;
      return await request(document, ready);
    } catch (error) {
      setFailure(describeFailure(error));
      return null;
    } finally {
      setPending(false);
    }
  };
  return { run, pending, failure };
}
