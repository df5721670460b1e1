import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ProductCardFragment } from '@/lib/api/generated/graphql';
import { formatPrice } from '@/lib/format';
import { Photo } from './photo';

interface ProductCardProps {
  product: ProductCardFragment;
  href: string;
  /** The picture to show instead of the product's first one. */
  picture?: string;
  eager?: boolean;
  /** Name of its catalog, where several are shown. */
  catalog?: string | undefined;
  children?: ReactNode;
}

/** One product as a picture with its name; the whole card is one link. */
export function ProductCard(props: ProductCardProps) {
  const { product, href, picture, eager, catalog, children } = props;
  const price = formatPrice(product.price ?? null, product.currency ?? null);
  const about = [product.brand, product.category].filter(Boolean).join(' · ');
  return (
    <article className="group relative grid content-start gap-2">
      <Photo
        src={picture ?? product.primaryImage?.image.thumbnailUrl}
        alt=""
        eager={eager}
        className="rounded-md ring-ring transition-shadow group-focus-within:ring-2 group-hover:ring-1"
      />
      {children}
      <div className="grid gap-0.5 text-sm">
        <h3 className="line-clamp-2 font-medium leading-snug">
          <Link href={href} className="outline-none after:absolute after:inset-0">
            {product.title}
          </Link>
        </h3>
        {about ? <p className="truncate text-muted-foreground">{about}</p> : null}
        {price || product.availability === 'OUT_OF_STOCK' ? (
          <p className="tnum flex flex-wrap gap-x-2">
            {price}
            {product.availability === 'OUT_OF_STOCK' ? (
              <span className="text-muted-foreground">Out of stock</span>
            ) : null}
          </p>
        ) : null}
        {catalog ? <p className="truncate text-muted-foreground">in {catalog}</p> : null}
      </div>
    </article>
  );
}
