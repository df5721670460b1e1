import Link from 'next/link';
import { Ago } from '@/components/shared/ago';
import { Photo } from '@/components/shared/photo';
import { Card } from '@/components/ui/card';
import { Table, Td, Th } from '@/components/ui/table';
import type { CatalogPageQuery } from '@/lib/api/generated/graphql';
import { formatPrice, humanize } from '@/lib/format';

type Product = CatalogPageQuery['products']['nodes'][number];

interface ProductTableProps {
  products: readonly Product[];
  /** Whether to say which catalog a product is of. */
  several: boolean;
}

/** Products as lines, for those who compare figures instead of pictures. */
export function ProductTable({ products, several }: ProductTableProps) {
  return (
    <Card className="overflow-hidden">
      <Table label="Products">
        <thead>
          <tr>
            <Th>Product</Th>
            <Th>Id</Th>
            {several ? <Th>Catalog</Th> : null}
            <Th>Category</Th>
            <Th>Brand</Th>
            <Th className="text-right">Price</Th>
            <Th>Availability</Th>
            <Th>Changed</Th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {products.map((product) => (
            <ProductLine key={product.id} product={product} several={several} />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function ProductLine({ product, several }: { product: Product; several: boolean }) {
  return (
    <tr className="hover:bg-accent/50">
      <Td>
        <Link
          href={`/catalog/${product.id}`}
          className="flex min-w-56 items-center gap-3 font-medium underline-offset-4 hover:underline"
        >
          <Photo
            src={product.primaryImage?.image.thumbnailUrl}
            alt=""
            className="size-10 shrink-0 rounded-sm"
          />
          {product.title}
        </Link>
      </Td>
      <Td className="whitespace-nowrap text-muted-foreground">{product.externalId}</Td>
      {several ? <Td className="whitespace-nowrap">{product.catalog.name}</Td> : null}
      <Td>{product.category ?? '–'}</Td>
      <Td>{product.brand ?? '–'}</Td>
      <Td className="whitespace-nowrap text-right">
        {formatPrice(product.price ?? null, product.currency ?? null) ?? '–'}
      </Td>
      <Td className="whitespace-nowrap">{humanize(product.availability)}</Td>
      <Td className="text-muted-foreground">
        <Ago at={product.updatedAt} />
      </Td>
    </tr>
  );
}
