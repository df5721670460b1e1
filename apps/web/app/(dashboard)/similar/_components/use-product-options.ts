'use client';

import { useEffect, useState } from 'react';
import { request } from '@/lib/api/browser';
import { SearchProductsQuery } from '@/lib/api/catalog';
import { type ApiFailure, describeFailure } from '@/lib/api/errors';
import type { SearchProductsQuery as Answer } from '@/lib/api/generated/graphql';

export type ProductOption = Answer['products']['nodes'][number];

const typingMs = 200;

/** Products for the words typed so far; null until the answer to them is there. */
export function useProductOptions(text: string) {
  const [options, setOptions] = useState<ProductOption[] | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const search = text.trim();
  useEffect(() => {
    setFailure(null);
    if (!search) {
      setOptions(null);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      request(SearchProductsQuery, { search }, stop.signal).then(
        (answer) => setOptions(answer.products.nodes),
        (error: unknown) => {
          if (!stop.signal.aborted) setFailure(describeFailure(error));
        },
      );
    }, typingMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [search]);
  return { options, failure };
}
