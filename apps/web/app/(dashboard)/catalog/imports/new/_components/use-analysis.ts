'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { request } from '@/lib/api/browser';
import { type ApiFailure, describeFailure } from '@/lib/api/errors';
import { AnalyzeFeedMutation } from '@/lib/api/feeds';
import type { AnalyzeFeedMutation as Answer, FeedFormat } from '@/lib/api/generated/graphql';
import {
  filledMapping,
  type Mapping,
  type MappingField,
  mappingInput,
} from '@/lib/catalog/import-mapping';
import { type FeedSource, sourceInput } from './feed-source';

export type FeedAnalysis = Answer['analyzeFeed'];

/** How the feed is to be read, where that differs from what is recognised. */
export interface Reading {
  format?: FeedFormat;
  encoding?: string;
  mapping?: Mapping;
}

/** Asks how the feed would be read, now and whenever something about it was changed. */
export function useAnalysis(source: FeedSource, fields: readonly MappingField[]) {
  const [reading, setReading] = useState<Reading>({});
  const [analysis, setAnalysis] = useState<FeedAnalysis | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [pending, setPending] = useState(true);
  const latest = useRef(0);

  const read = useCallback(
    async (wanted: Reading) => {
      const turn = ++latest.current;
      setReading(wanted);
      setPending(true);
      try {
        const mapping = wanted.mapping && mappingInput(wanted.mapping, fields);
        const input = { ...sourceInput(source), ...wanted, mapping };
        const { analyzeFeed } = await request(AnalyzeFeedMutation, { input });
        // An answer to an earlier question says nothing of the present one.
        if (turn !== latest.current) return;
        setAnalysis(analyzeFeed);
        setFailure(null);
      } catch (error) {
        if (turn === latest.current) setFailure(describeFailure(error));
      } finally {
        if (turn === latest.current) setPending(false);
      }
    },
    [source, fields],
  );
  useEffect(() => {
    void read({});
  }, [read]);

  const mapping = reading.mapping ?? filledMapping(analysis?.mapping ?? analysis?.guess ?? {});
  return { analysis, reading, mapping, failure, pending, read };
}
