'use client';

import { useState } from 'react';
import { type ApiFailure, describeFailure } from './errors';

/** Does something that takes a while and may fail, and keeps its typed failure for showing. */
export function useAction() {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  /** What the action gave; null when it failed, and `failure` says why. */
  const act = async <Result>(action: () => Promise<Result>): Promise<Result | null> => {
    setPending(true);
    setFailure(null);
    try {
      return await action();
    } catch (error) {
      setFailure(describeFailure(error));
      return null;
    } finally {
      setPending(false);
    }
  };
  return { act, pending, failure };
}
