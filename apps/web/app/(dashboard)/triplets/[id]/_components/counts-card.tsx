import { Card, CardHeader } from '@/components/ui/card';
import { Table, Td, Th } from '@/components/ui/table';
import type { TripletSetRowFragment } from '@/lib/api/generated/graphql';
import { cn } from '@/lib/class-names';
import { formatCount, formatPercent, shareOf } from '@/lib/format';
import { splits } from '@/lib/splits';
import { type SplitTotals, totalsOf } from '@/lib/triplets/triplet-counts';

interface CountsCardProps {
  counts: TripletSetRowFragment['counts'];
}

/** Triplets by split, kind of query and kind of negative: numbers, with a bar for the shares. */
export function CountsCard({ counts }: CountsCardProps) {
  return (
    <Card className="mt-10" aria-labelledby="counts-heading">
      <CardHeader
        id="counts-heading"
        title="Counts"
        hint="By split, kind of query and kind of negative."
      />
      <div className="pt-3 pb-3">
        <Table label="Triplet counts">
          <thead>
            <tr>
              <Th>Split</Th>
              <Th className="text-right">Triplets</Th>
              <Th>Query: wild / catalog</Th>
              <Th>Negative: in class / out of class</Th>
            </tr>
          </thead>
          <tbody className="divide-y">
            {splits.map(({ split, name }) => (
              <CountsRow key={split} name={name} totals={totalsOf(counts, split)} />
            ))}
            <CountsRow name="All" totals={totalsOf(counts)} className="font-medium" />
          </tbody>
        </Table>
      </div>
    </Card>
  );
}

function CountsRow(props: { name: string; totals: SplitTotals; className?: string }) {
  const { total, query, negative } = props.totals;
  return (
    <tr className={props.className}>
      <Td>{props.name}</Td>
      <Td className="text-right">{formatCount(total)}</Td>
      <Td>
        <SplitBar
          parts={[
            { name: 'wild', count: query.WILD, colour: 'bg-chart-1' },
            { name: 'catalog', count: query.CATALOG, colour: 'bg-chart-1/40' },
            { name: 'not said', count: query.unknown, colour: 'bg-input/50' },
          ]}
        />
      </Td>
      <Td>
        <SplitBar
          parts={[
            { name: 'in class', count: negative.IN_CLASS, colour: 'bg-chart-2' },
            { name: 'out of class', count: negative.OUT_OF_CLASS, colour: 'bg-chart-2/40' },
            { name: 'not said', count: negative.unknown, colour: 'bg-input/50' },
          ]}
        />
      </Td>
    </tr>
  );
}

function SplitBar({ parts }: { parts: { name: string; count: number; colour: string }[] }) {
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  const shown = parts.filter((part) => part.count > 0);
  if (total === 0) return <span className="text-muted-foreground">–</span>;
  return (
    <div className="min-w-52">
      <div aria-hidden className="mb-1 flex h-1.5 gap-0.5">
        {shown.map((part) => (
          <span
            key={part.name}
            className={cn('rounded-full', part.colour)}
            style={{ width: `${shareOf(part.count, total) * 100}%` }}
          />
        ))}
      </div>
      <span className="font-normal text-muted-foreground text-xs">
        {shown
          .map(
            (part) =>
              `${formatCount(part.count)} ${part.name} (${formatPercent(shareOf(part.count, total))})`,
          )
          .join(' · ')}
      </span>
    </div>
  );
}
