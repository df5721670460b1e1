'use client';

import { LoaderCircle, Shuffle } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Segmented } from '@/components/ui/segmented';
import { nextSeed } from '@/lib/seed';
import type { SampleState } from '@/lib/triplets/sample-state';
import { useAddress } from '@/lib/use-address';

const any = 'ANY';

/** Chooses which random rows are shown. */
export function SampleControls({ state }: { state: SampleState }) {
  const { change, pending } = useAddress();
  const pick = (name: string) => (value: string) =>
    change({ [name]: value === any ? undefined : value });
  return (
    <div className="mb-6 flex flex-wrap items-center gap-3" aria-busy={pending}>
      <Button variant="outline" onClick={() => change({ seed: nextSeed(state.seed) })}>
        {pending ? <LoaderCircle aria-hidden className="animate-spin" /> : <Shuffle aria-hidden />}
        Reshuffle
      </Button>
      <span className="tnum text-muted-foreground text-sm">Seed {state.seed}</span>
      <Segmented
        label="Split"
        value={state.split ?? any}
        onChange={pick('split')}
        options={[
          { value: any, label: 'All' },
          { value: 'TRAIN', label: 'Train' },
          { value: 'VAL', label: 'Val' },
          { value: 'TEST', label: 'Test' },
        ]}
      />
      <Segmented
        label="Kind of query"
        value={state.queryKind ?? any}
        onChange={pick('query')}
        options={[
          { value: any, label: 'Any query' },
          { value: 'WILD', label: 'Wild' },
          { value: 'CATALOG', label: 'Catalog' },
        ]}
      />
      <Segmented
        label="Kind of negative"
        value={state.negativeKind ?? any}
        onChange={pick('negative')}
        options={[
          { value: any, label: 'Any negative' },
          { value: 'IN_CLASS', label: 'In class' },
          { value: 'OUT_OF_CLASS', label: 'Out of class' },
        ]}
      />
    </div>
  );
}
