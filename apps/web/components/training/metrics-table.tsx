import { CardBody } from '@/components/ui/card';
import { Table, Td, Th } from '@/components/ui/table';
import { cn } from '@/lib/class-names';
import { formatMetric, formatPercent } from '@/lib/format';
import { compareWithBaselines, isShare, lowerIsBetter, metricLabel } from '@/lib/metrics';

interface MetricsTableProps {
  summary: { name: string; split: string; value: number }[];
}

const splitWords: Record<string, string> = { TRAIN: 'train', VAL: 'validation', TEST: 'test' };

/** Last values of every metric, beside an untrained network and a colour histogram. */
export function MetricsTable({ summary }: MetricsTableProps) {
  const rows = compareWithBaselines(summary);
  if (rows.length === 0) {
    return <CardBody className="text-muted-foreground text-sm">Nothing was measured yet.</CardBody>;
  }
  const baselines = rows.some((row) => row.untrained !== null || row.histogram !== null);
  return (
    <div className="pt-2 pb-2">
      <Table label="Metrics">
        <thead>
          <tr>
            <Th>Metric</Th>
            <Th>Split</Th>
            <Th className="text-right">This model</Th>
            {baselines ? <Th className="text-right">Untrained</Th> : null}
            {baselines ? <Th className="text-right">Colour histogram</Th> : null}
          </tr>
        </thead>
        <tbody className="divide-y">
          {rows.map((row) => {
            const best = bestOf(row.metric, [row.model, row.untrained, row.histogram]);
            const cell = (value: number | null) => (
              <Td className={cn('text-right', baselines && value === best && 'font-semibold')}>
                {format(row.metric, value)}
              </Td>
            );
            return (
              <tr key={`${row.split} ${row.metric}`}>
                <Td>{metricLabel(row.metric)}</Td>
                <Td className="text-muted-foreground">{splitWords[row.split] ?? row.split}</Td>
                {cell(row.model)}
                {baselines ? cell(row.untrained) : null}
                {baselines ? cell(row.histogram) : null}
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
