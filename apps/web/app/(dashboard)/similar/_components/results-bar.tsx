'use client';

import { Segmented } from '@/components/ui/segmented';
import type { ResultPicture } from '@/lib/similar/similar-state';
import { useAddress } from '@/lib/use-address';

interface ResultsBarProps {
  /** What was found, by which model and how. */
  found: string;
  picture: ResultPicture;
}

const pictures = [
  { value: 'product', label: 'Product picture' },
  { value: 'matched', label: 'Matched photo' },
] as const;

/** What was found, and which picture of each product is shown. */
export function ResultsBar({ found, picture }: ResultsBarProps) {
  const { change } = useAddress();
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <p className="tnum text-muted-foreground text-sm">{found}</p>
      <Segmented<ResultPicture>
        label="Picture of each result"
        value={picture}
        onChange={(value) => change({ picture: value === 'product' ? undefined : value })}
        options={pictures}
      />
    </div>
  );
}
