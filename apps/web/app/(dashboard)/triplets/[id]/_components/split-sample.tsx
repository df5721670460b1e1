import { InlineFailure } from '@/components/shared/failure';
import type { Split } from '@/lib/api/generated/graphql';
import { tryQuery } from '@/lib/api/server';
import { SampleTripletsQuery } from '@/lib/api/triplets';
import { cn } from '@/lib/class-names';
import type { SampleState } from '@/lib/triplets/sample-state';
import { TripletPictures } from './triplet-pictures';

interface SplitSampleProps {
  setId: string;
  split: Split;
  name: string;
  state: SampleState;
}

/** Random rows of one split: query, positive, negative. */
export async function SplitSample({ setId, split, name, state }: SplitSampleProps) {
  const alone = state.split === split;
  const { data, failure } = await tryQuery(SampleTripletsQuery, {
    id: setId,
    split,
    seed: state.seed,
    count: alone ? 12 : 5,
    filter: { queryKind: state.queryKind, negativeKind: state.negativeKind },
  });
  const heading = `split-${split}`;
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className="mb-3 font-semibold text-lg">
        {name}
      </h2>
      {failure ? <InlineFailure failure={failure} /> : null}
      {data?.sampleTriplets.length === 0 ? (
        <p className="rounded-md border border-dashed px-4 py-8 text-center text-muted-foreground text-sm">
          This split holds no triplets of that kind.
        </p>
      ) : null}
      <ul className={cn('grid gap-5', alone && 'gap-x-10 lg:grid-cols-2 2xl:grid-cols-3')}>
        {data?.sampleTriplets.map((triplet) => (
          <TripletPictures key={triplet.id} triplet={triplet} />
        ))}
      </ul>
    </section>
  );
}
