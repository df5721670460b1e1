import { CardBody } from '@/components/ui/card';
import { Table, Td, Th } from '@/components/ui/table';
import { cn } from '@/lib/class-names';
import { formatMetric, formatPercent } from '@/lib/format';
import {
  type Baseline,
  compareWithBaselines,
  isShare,
  lowerIsBetter,
  metricLabel,
} from '@/lib/metrics';
import { splitWord } from '@/lib/splits';

interface MetricsTableProps {
  summary: { name: string; split: string; value: number }[];
}

const baselines: { name: Baseline; title: string }[] = [
  { name: 'untrained', title: 'Untrained' },
  { name: 'pretrained', title: 'Before training' },
  { name: 'histogram', title: 'Colour histogram' },
];

/** Last values of every metric, beside the network as it started and a colour histogram. */
export function MetricsTable({ summary }: MetricsTableProps) {
  const rows = compareWithBaselines(summary);
  if (rows.length === 0) {
    return <CardBody className="text-muted-foreground text-sm">Nothing was measured yet.</CardBody>;
  }
  const known = baselines.filter(({ name }) => rows.some((row) => row[name] !== null));
  return (
    <div className="pt-2 pb-2">
      <Table label="Metrics">
        <thead>
          <tr>
            <Th>Metric</Th>
            <Th>Split</Th>
            <Th className="text-right">This model</Th>
            {known.map(({ name, title }) => (
              <Th key={name} className="text-right">
                {title}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {rows.map((row) => {
            const best = bestOf(row.metric, [row.model, ...known.map(({ name }) => row[name])]);
            const cell = (value: number | null, key: string) => (
              <Td
                key={key}
                className={cn('text-right', known.length > 0 && value === best && 'font-semibold')}
              >
                {format(row.metric, value)}
              </Td>
            );
            return (
              <tr key={`${row.split} ${row.metric}`}>
                <Td>{metricLabel(row.metric)}</Td>
                <Td className="text-muted-foreground">{splitWord(row.split)}</Td>
                {cell(row.model, 'model')}
                {known.map(({ name }) => cell(row[name], name))}
              </tr>
            );
          })}
        </tbody>
      </Table>
    </div>
  );
}

function format(metric: string, value: number | null): string {
  if (value === null) return '–';
  return isShare(metric) ? formatPercent(value, 1) : formatMetric(value);
}

/** The best of several values, to be set in bold; null when there is nothing to compare. */
function bestOf(metric: string, values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  return lowerIsBetter(metric) ? Math.min(...known) : Math.max(...known);
}
