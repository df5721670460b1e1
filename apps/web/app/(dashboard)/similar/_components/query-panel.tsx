'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Photo } from '@/components/shared/photo';
import { RoleLabel } from '@/components/shared/role-label';
import type { ProductPageQuery } from '@/lib/api/generated/graphql';
import { useAddress } from '@/lib/use-address';
import { PhotoDrop } from './photo-drop';
import { ProductSearch } from './product-search';

interface QueryPanelProps {
  product: ProductPageQuery['product'] | null;
  uploadId: string | null;
  /** The stored picture the query vector was made of, where there is one. */
  queryImage: string | null;
}

const otherSubject = { product: undefined, upload: undefined, image: undefined, show: undefined };

/** What is asked for: the picture in question, and the two ways to ask for another. */
export function QueryPanel({ product, uploadId, queryImage }: QueryPanelProps) {
  const { change } = useAddress();
  const [preview, setPreview] = useState<{ id: string; url: string } | null>(null);
  const uploaded = uploadId !== null;
  const picture = uploaded && preview?.id === uploadId ? preview.url : queryImage;
  const asked = uploaded || product !== null || queryImage !== null;
  return (
    <section aria-label="Query" className="grid gap-4 lg:sticky lg:top-9">
      {asked ? (
        <figure className="grid grid-cols-[7rem_minmax(0,1fr)] gap-4 lg:grid-cols-1">
          <Photo
            src={picture ?? product?.primaryImage?.image.thumbnailUrl}
            alt={product?.title ?? 'Your photo'}
            eager
            className="rounded-lg border-2 border-query/60"
          />
          <figcaption className="min-w-0 content-center">
            <RoleLabel part="query" className="text-sm" />
            {product ? (
              <ProductName product={product} />
            ) : (
              <span className="block font-medium">
                {uploaded ? 'Your photo' : 'A stored picture'}
              </span>
            )}
          </figcaption>
        </figure>
      ) : null}
      <ProductSearch onPick={(id) => change({ ...otherSubject, product: id })} />
      <PhotoDrop
        onUploaded={(id, url) => {
          setPreview({ id, url });
          change({ ...otherSubject, upload: id });
        }}
      />
    </section>
  );
}

function ProductName({ product }: { product: NonNullable<QueryPanelProps['product']> }) {
  return (
    <>
      <Link
        href={`/catalog/${product.id}`}
        className="block font-medium leading-snug underline-offset-4 hover:underline"
      >
        {product.title}
      </Link>
      <span className="block text-muted-foreground text-sm">
        {[product.brand, product.category, `in ${product.catalog.name}`]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </>
  );
}
