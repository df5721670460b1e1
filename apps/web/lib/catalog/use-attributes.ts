'use client';

import { useEffect, useState } from 'react';
import { request } from '../api/browser';
import { AllAttributesQuery, CatalogAttributesQuery } from '../api/catalog';
import { type ApiFailure, describeFailure } from '../api/errors';
import { mergeAttributes } from './attributes';

export type Attributes = ReturnType<typeof mergeAttributes>;

interface Answer {
  /** Of which catalog; undefined for all of them. */
  of: string | undefined;
  attributes: Attributes | null;
  failure: ApiFailure | null;
}

/**
 * The attributes of one catalog, or of all; null until they are there. They are counted over every
 * product, which may take a moment, so they are asked for only when they are wanted.
 */
export function useAttributes(catalogId: string | undefined, wanted = true) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    readAttributes(catalogId, stop.signal).then(
      (attributes) => setAnswer({ of: catalogId, attributes, failure: null }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        setAnswer({ of: catalogId, attributes: null, failure: describeFailure(error) });
      },
    );
    return () => stop.abort();
  }, [catalogId, wanted]);
  const fits = answer?.of === catalogId ? answer : null;
  return { attributes: fits?.attributes ?? null, failure: fits?.failure ?? null };
}

async function readAttributes(id: string | undefined, signal: AbortSignal): Promise<Attributes> {
  if (id === undefined) {
    return mergeAttributes((await request(AllAttributesQuery, {}, signal)).catalogs);
  }
  const { catalog } = await request(CatalogAttributesQuery, { id }, signal);
  return mergeAttributes(catalog ? [catalog] : []);
}
