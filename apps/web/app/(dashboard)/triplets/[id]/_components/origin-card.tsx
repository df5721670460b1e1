import { DetailList } from '@/components/shared/detail-list';
import { Card, CardBody, CardHeader } from '@/components/ui/card';
import { formatValue, humanize, jsonEntries } from '@/lib/format';

interface OriginCardProps {
  source: string;
  /** JSON: what a generated set was made with, or where an imported one came from. */
  recipe: unknown;
}

/** What the set was made of; nothing where that was not kept. */
export function OriginCard({ source, recipe }: OriginCardProps) {
  const entries = jsonEntries(recipe);
  if (entries.length === 0) return null;
  const generated = source === 'GENERATED';
  return (
    <Card className="mt-6" aria-labelledby="recipe-heading">
      <CardHeader
        id="recipe-heading"
        title={generated ? 'Recipe' : 'Origin'}
        hint={
          generated
            ? 'The same recipe and seed give the same triplets.'
            : 'What this set was made of.'
        }
      />
      <CardBody className="max-w-2xl">
        <DetailList
          items={entries.map(([key, value]) => ({
            term: humanize(key),
            detail: formatValue(value),
          }))}
        />
      </CardBody>
    </Card>
  );
}
