'use client';

import { useState } from 'react';
import { Photo } from '@/components/shared/photo';
import { Badge } from '@/components/ui/badge';
import type { ProductPageQuery } from '@/lib/api/generated/graphql';
import { cn } from '@/lib/class-names';

type GalleryImage = NonNullable<ProductPageQuery['product']>['images'][number];

const kindWords = { CATALOG: 'Catalog photo', WILD: 'Wild photo', DETAIL: 'Detail' } as const;

export function ProductGallery({ title, images }: { title: string; images: GalleryImage[] }) {
  const [chosen, setChosen] = useState(0);
  const shown = images[chosen];
  return (
    <div className="grid content-start gap-3">
      <Photo src={shown?.image.thumbnailUrl} alt={title} eager className="rounded-lg" />
      {shown ? (
        <div className="tnum flex flex-wrap items-center gap-2 text-muted-foreground text-sm">
          <Badge>{kindWords[shown.kind]}</Badge>
          <span className="min-w-0 truncate">{shown.name}</span>
          <span>
            {shown.image.width} × {shown.image.height}
          </span>
          <a href={shown.image.url} className="underline underline-offset-4">
            Original
          </a>
        </div>
      ) : (
        <p className="text-muted-foreground text-sm">
          No picture of this product could be stored; its import says why.
        </p>
      )}
      {images.length > 1 ? (
        <ul className="flex flex-wrap gap-2" aria-label="Pictures">
          {images.map((image, place) => (
            <li key={image.image.id}>
              <button
                type="button"
                aria-label={`${kindWords[image.kind]} ${place + 1} of ${images.length}`}
                aria-pressed={place === chosen}
                onClick={() => setChosen(place)}
                className={cn(
                  'block w-16 overflow-hidden rounded-md border-2',
                  place === chosen ? 'border-primary' : 'border-transparent',
                )}
              >
                <Photo src={image.image.thumbnailUrl} alt="" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
