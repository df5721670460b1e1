'use client';

import { LoaderCircle, Shuffle } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { nextSeed } from '@/lib/seed';
import { useAddress } from '@/lib/use-address';

export function ReshuffleQueries({ seed }: { seed: number }) {
  const { change, pending } = useAddress();
  return (
    <div className="mb-4 flex flex-wrap items-center gap-3 text-muted-foreground text-sm">
      <Button variant="outline" size="small" onClick={() => change({ seed: nextSeed(seed) })}>
        {pending ? <LoaderCircle aria-hidden className="animate-spin" /> : <Shuffle aria-hidden />}
        Reshuffle
      </Button>
      <span className="tnum">Seed {seed}</span>
      <span>A result is right when its category is that of the query.</span>
    </div>
  );
}
