import { ExternalLink, Search } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { DetailList } from '@/components/shared/detail-list';
import { PageHeader } from '@/components/shared/page-header';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { ProductQuery } from '@/lib/api/catalog';
import type { ProductPageQuery } from '@/lib/api/generated/graphql';
import { queryById } from '@/lib/api/server';
import { formatDate, formatPrice, formatValue, humanize, jsonEntries } from '@/lib/format';
import { ProductGallery } from './_components/product-gallery';
import { SimilarStrip } from './_components/similar-strip';

export const metadata: Metadata = { title: 'Product' };

type Params = { params: Promise<{ id: string }> };

export default async function ProductPage({ params }: Params) {
  const id = decodeURIComponent((await params).id);
  const product = await queryById(ProductQuery, { id }, (answer) => answer.product);
  return (
    <>
      <PageHeader
        title={product.title}
        lead={[product.brand, product.categoryPath.join(' › ') || product.category]
          .filter(Boolean)
          .join(' · ')}
        back={{ href: '/catalog', name: 'Catalog' }}
        actions={
          <Button asChild>
            <Link href={`/similar?product=${encodeURIComponent(product.id)}`}>
              <Search aria-hidden />
              Find similar
            </Link>
          </Button>
        }
      />
      <div className="grid gap-8 md:grid-cols-[minmax(0,26rem)_minmax(0,1fr)] xl:gap-12">
        <ProductGallery title={product.title} images={product.images} />
        <ProductFacts product={product} />
      </div>
      <section className="mt-12" aria-labelledby="similar-heading">
        <h2 id="similar-heading" className="mb-4 font-semibold text-lg">
          Similar products
        </h2>
        <Suspense fallback={<Skeleton className="h-56" />}>
          <SimilarStrip productId={product.id} catalogId={product.catalog.id} />
        </Suspense>
      </section>
    </>
  );
}

type Product = NonNullable<ProductPageQuery['product']>;

/** Pictures that the feed names and that could not be stored, or not be brought up to date. */
function FailedImages({ references }: { references: Product['imageReferences'] }) {
  const failed = references.filter(({ status }) => status === 'FAILED');
  if (failed.length === 0) return null;
  return (
    <section aria-labelledby="failed-heading" className="rounded-lg border border-warning/40 p-4">
      <h2 id="failed-heading" className="mb-2 font-semibold">
        Pictures that failed
      </h2>
      <ul className="grid gap-2 text-sm">
        {failed.map(({ source, message, image }) => (
          <li key={source} className="break-words">
            {message ?? source}{' '}
            <span className="text-muted-foreground">
              {image ? 'The one from before is shown. ' : ''}The next import tries again.
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ProductFacts({ product }: { product: Product }) {
  const price = formatPrice(product.price ?? null, product.currency ?? null);
  return (
    <div className="grid content-start gap-6">
      {price ? <p className="tnum font-semibold text-2xl">{price}</p> : null}
      {product.description ? <p className="max-w-prose">{product.description}</p> : null}
      <FailedImages references={product.imageReferences} />
      <Attributes attributes={product.attributes} />
      <section aria-labelledby="record-heading">
        <h2 id="record-heading" className="mb-2 font-semibold">
          Record
        </h2>
        <DetailList
          items={[
            { term: 'Id in the feed', detail: product.externalId },
            { term: 'Catalog', detail: product.catalog.name },
            { term: 'Availability', detail: humanize(product.availability) },
            { term: 'Imported', detail: formatDate(product.createdAt) },
            { term: 'Changed', detail: formatDate(product.updatedAt) },
          ]}
        />
      </section>
      {product.url && /^https?:/.test(product.url) ? <ShopLink href={product.url} /> : null}
    </div>
  );
}

/** JSON of any shape, as the feed gave it: one line for each name. */
function Attributes({ attributes }: { attributes: unknown }) {
  const entries = jsonEntries(attributes);
  if (entries.length === 0) return null;
  return (
    <section aria-labelledby="attributes-heading">
      <h2 id="attributes-heading" className="mb-2 font-semibold">
        Attributes
      </h2>
      <DetailList
        items={entries.map(([key, value]) => ({
          term: humanize(key),
          detail: formatValue(value),
        }))}
      />
    </section>
  );
}

function ShopLink({ href }: { href: string }) {
  return (
    <a
      href={href}
      rel="noreferrer"
      className="inline-flex items-center gap-1.5 justify-self-start underline underline-offset-4"
    >
      Product page in the shop
      <ExternalLink aria-hidden className="size-4" />
    </a>
  );
}
