import { Card, CardHeader } from '@/components/ui/card';
import { Table, Td, Th } from '@/components/ui/table';
import { formatPrice, formatValue, humanize } from '@/lib/format';
import type { FeedAnalysis } from './use-analysis';

type Preview = FeedAnalysis['previews'][number];
type Product = NonNullable<Preview['product']>;

interface PreviewCardProps {
  previews: readonly Preview[];
  /** Whether they are about to be replaced. */
  pending: boolean;
}

/** The first products as they would be stored, each with what is wrong with it. */
export function PreviewCard({ previews, pending }: PreviewCardProps) {
  return (
    <Card aria-labelledby="samples-heading" aria-busy={pending}>
      <CardHeader
        id="samples-heading"
        title="Sample products"
        hint="The first ones, as they would be stored."
      />
      <div className="pt-2">
        <PreviewTable previews={previews} />
      </div>
    </Card>
  );
}

function PreviewTable({ previews }: { previews: readonly Preview[] }) {
  return (
    <Table label="Sample products">
      <thead>
        <tr>
          <Th className="text-right">Row</Th>
          <Th>Id</Th>
          <Th>Title</Th>
          <Th>Category</Th>
          <Th>Brand</Th>
          <Th className="text-right">Price</Th>
          <Th>Availability</Th>
          <Th>Images</Th>
          <Th>Attributes</Th>
        </tr>
      </thead>
      <tbody className="divide-y">
        {previews.map(({ row, product, issues }) => (
          <tr key={row} className="align-top">
            <Td className="text-right">{row}</Td>
            {product ? (
              <ProductCells product={product} issues={issues} />
            ) : (
              <Td colSpan={8}>
                <Issues issues={issues} />
              </Td>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function ProductCells({ product, issues }: { product: Product; issues: Preview['issues'] }) {
  return (
    <>
      <Td>{product.externalId}</Td>
      <Td className="min-w-48">
        {product.title}
        <Issues issues={issues} />
      </Td>
      <Td>{product.category ?? '–'}</Td>
      <Td>{product.brand ?? '–'}</Td>
      <Td className="text-right">
        {formatPrice(product.price ?? null, product.currency ?? null) ?? '–'}
      </Td>
      <Td>{humanize(product.availability)}</Td>
      <Td className="max-w-56">
        <Images images={product.images} />
      </Td>
      <Td className="max-w-64 truncate text-muted-foreground">{formatValue(product.attributes)}</Td>
    </>
  );
}

function Issues({ issues }: { issues: Preview['issues'] }) {
  return issues.map((issue) => (
    <span key={`${issue.code} ${issue.message}`} className="block text-warning">
      {issue.message}
    </span>
  ));
}

function Images({ images }: { images: Product['images'] }) {
  if (images.length === 0) return '–';
  return images.slice(0, 3).map(({ name, kind }) => (
    <span key={`${kind} ${name}`} className="block truncate" title={name}>
      {name}
      {kind === 'WILD' ? ' (wild)' : ''}
    </span>
  ));
}
