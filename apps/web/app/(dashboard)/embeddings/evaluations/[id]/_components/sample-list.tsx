'use client';

import { useState } from 'react';
import { RetrievalRow } from '@/components/shared/retrieval/retrieval-row';
import { Segmented } from '@/components/ui/segmented';
import type { EvaluationPageQuery } from '@/lib/api/generated/graphql';
import { labelSetName } from '@/lib/metrics';

type Sample = NonNullable<EvaluationPageQuery['evaluation']>['samples'][number];

/** Rankings of never-seen queries, each result framed right or wrong by the chosen meaning. */
export function SampleList({ samples }: { samples: Sample[] }) {
  const meanings = (samples[0]?.results[0]?.matches ?? []).map(({ labels }) =>
    labelSetName(labels),
  );
  const [meaning, setMeaning] = useState(meanings[0] ?? '');
  const [why, setWhy] = useState<Sample['why']>('RANDOM');
  const shown = samples.filter((sample) => sample.why === why);
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Segmented
          label="Which queries"
          value={why}
          onChange={setWhy}
          options={[
            { value: 'RANDOM', label: 'Random queries' },
            { value: 'WORST', label: 'Went worst' },
          ]}
        />
        {meanings.length > 1 ? (
          <Segmented
            label="What counts as right"
            value={meaning}
            onChange={setMeaning}
            options={meanings.map((name) => ({ value: name, label: `Same ${name}` }))}
          />
        ) : null}
      </div>
      <ul className="grid gap-5">
        {shown.map((sample, place) => (
          <RetrievalRow
            key={sample.query?.id ?? place}
            className="grid-cols-3 sm:grid-cols-6 xl:grid-cols-11"
            row={rankingOf(sample, meaning)}
          />
        ))}
      </ul>
    </>
  );
}

function rankingOf({ query, product, results }: Sample, meaning: string) {
  return {
    query: query ?? null,
    product: product ?? null,
    results: results.map((result) => ({
      image: result.image ?? null,
      product: result.product ?? null,
      score: result.score,
      right: result.matches.some(
        ({ labels, isMatch }) => isMatch && labelSetName(labels) === meaning,
      ),
    })),
  };
}
