import { Copy, History, Upload } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { EmptyState } from '@/components/shared/empty-state';
import { ProductFilters } from '@/components/shared/filters/product-filters';
import { PageHeader } from '@/components/shared/page-header';
import { Pager } from '@/components/shared/pager';
import { ProductCard } from '@/components/shared/product-card';
import { Button } from '@/components/ui/button';
import { CatalogPageQuery } from '@/lib/api/catalog';
import type { CatalogPageQuery as CatalogPageData } from '@/lib/api/generated/graphql';
import { query } from '@/lib/api/server';
import { type ListingView, readListing, resultWords } from '@/lib/catalog/listing';
import { commands } from '@/lib/commands';
import { plural } from '@/lib/format';
import { one, readProductFilter, type SearchParams } from '@/lib/url-state';

import { ListingBar } from './_components/listing-bar';
import { ProductTable } from './_components/product-table';

export const metadata: Metadata = { title: 'Catalog' };

export default async function CatalogPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const params = await searchParams;
  const listing = readListing(params);
  const { products, catalogs } = await query(CatalogPageQuery, {
    ...{ first: 36, after: one(params, 'after') },
    ...{ filter: readProductFilter(params), order: listing.order },
  });
  const all = catalogs.reduce((sum, { productCount }) => sum + productCount, 0);
  return (
    <>
      <PageHeader title="Catalog" lead={sizeOf(catalogs)} actions={<CatalogActions />} />
      {all === 0 ? (
        <NoProducts />
      ) : (
        <>
          <ProductFilters catalogs={catalogs} />
          <ListingBar found={resultWords(products.totalCount, all, params)} listing={listing} />
          <Products products={products.nodes} view={listing.view} several={catalogs.length > 1} />
          <Pager path="/catalog" params={params} pageInfo={products.pageInfo} />
        </>
      )}
    </>
  );
}

function sizeOf(catalogs: CatalogPageData['catalogs']): string {
  const products = catalogs.reduce((sum, catalog) => sum + catalog.productCount, 0);
  const images = catalogs.reduce((sum, catalog) => sum + catalog.imageCount, 0);
  if (products === 0) return 'Products and their pictures, from a CSV and a folder of images.';
  const among = catalogs.length > 1 ? ` in ${catalogs.length} catalogs` : '';
  return `${plural(products, 'product')} with ${plural(images, 'image')}${among}.`;
}

const aboveFold = 12;

interface ProductsProps {
  products: CatalogPageData['products']['nodes'];
  view: ListingView;
  /** Whether there are several catalogs, so that a product's has to be named. */
  several: boolean;
}

function Products({ products, view, several }: ProductsProps) {
  if (products.length === 0) return <NoMatch />;
  if (view === 'table') return <ProductTable products={products} several={several} />;
  return (
    <section aria-label="Products" className="photo-grid">
      {products.map((product, place) => (
        <ProductCard
          key={product.id}
          product={product}
          href={`/catalog/${product.id}`}
          catalog={several ? product.catalog.name : undefined}
          eager={place < aboveFold}
        />
      ))}
    </section>
  );
}

function CatalogActions() {
  return (
    <>
      <Button variant="outline" asChild>
        <Link href="/catalog/duplicates">
          <Copy aria-hidden />
          Duplicates
        </Link>
      </Button>
      <Button variant="outline" asChild>
        <Link href="/catalog/imports">
          <History aria-hidden />
          Imports
        </Link>
      </Button>
      <Button asChild>
        <Link href="/catalog/imports/new">
          <Upload aria-hidden />
          Import a catalog
        </Link>
      </Button>
    </>
  );
}

function NoProducts() {
  return (
    <EmptyState title="The catalog is empty" command={commands.ingest}>
      <p>Bring in a CSV with one product per row and the folder its image files lie in.</p>
      <Button asChild>
        <Link href="/catalog/imports/new">Import a catalog</Link>
      </Button>
    </EmptyState>
  );
}

function NoMatch() {
  return (
    <EmptyState title="No product matches these filters">
      <p>Remove one of the filters, or search for fewer words.</p>
      <Button variant="outline" asChild>
        <Link href="/catalog">Show all products</Link>
      </Button>
    </EmptyState>
  );
}
