'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { InlineFailure } from '@/components/shared/failure';
import { Photo } from '@/components/shared/photo';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { DismissDuplicateMutation } from '@/lib/api/duplicates';
import type { DuplicateRowFragment } from '@/lib/api/generated/graphql';
import { useMutation } from '@/lib/api/use-mutation';
import { duplicateLabel } from '@/lib/catalog/duplicates';

const shownProducts = 4;

/** Two pictures side by side, whose products they are, and the word that they are no duplicates. */
export function DuplicateRow({ pair }: { pair: DuplicateRowFragment }) {
  const router = useRouter();
  const { run, pending, failure } = useMutation(DismissDuplicateMutation);
  const toggle = async () => {
    if (await run({ id: pair.id, dismissed: !pair.dismissed })) router.refresh();
  };
  const sides = pair.kind === 'SAME_FILE' ? [pair.image] : [pair.image, pair.other];
  return (
    <li className="flex flex-col gap-4 p-4 sm:flex-row sm:items-center">
      <div className="grid min-w-0 flex-1 gap-4 sm:grid-cols-2">
        {sides.map((side) => (
          <Side key={side.id} side={side} />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2 sm:grid sm:justify-items-end">
        <Badge tone={pair.kind === 'NEAR' ? 'plain' : 'warning'}>{duplicateLabel(pair.kind)}</Badge>
        <Button size="small" variant="outline" disabled={pending} onClick={toggle}>
          {pair.dismissed ? 'Show again' : 'Not a duplicate'}
        </Button>
        <InlineFailure failure={failure} />
      </div>
    </li>
  );
}

function Side({ side }: { side: DuplicateRowFragment['image'] }) {
  const products = side.products.slice(0, shownProducts);
  const more = side.products.length - products.length;
  return (
    <div className="flex min-w-0 items-center gap-3">
      <Photo
        src={side.thumbnailUrl}
        alt={products[0]?.title ?? ''}
        className="size-24 shrink-0 rounded-md"
      />
      <ul className="min-w-0 text-sm">
        {products.map((product) => (
          <li key={product.id} className="break-words">
            <Link href={`/catalog/${product.id}`} className="underline-offset-2 hover:underline">
              {product.title}
            </Link>{' '}
            <span className="text-muted-foreground">{product.externalId}</span>
          </li>
        ))}
        {more > 0 ? <li className="text-muted-foreground">and {more} more</li> : null}
        <li className="tnum text-muted-foreground text-xs">
          {side.width} × {side.height}
        </li>
      </ul>
    </div>
  );
}
