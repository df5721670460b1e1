import { memo } from 'react';
import { MetricChip } from '@/components/shared/metric-chip';
import { CardBody } from '@/components/ui/card';
import { Table, Td, Th } from '@/components/ui/table';
import { cn } from '@/lib/class-names';
import { type Baseline, baselineNames, type Figure, formatFigure } from '@/lib/metrics';
import { splitWord } from '@/lib/splits';
import { bestOf, type MetricRow, metricRows } from '@/lib/training/metric-rows';

const judged: readonly Baseline[] = ['NONE', 'UNTRAINED', 'PRETRAINED', 'HISTOGRAM'];
const checkpointWords = { BEST: 'best', LATEST: 'latest' };

interface MetricsTableProps {
  summary: readonly Figure[];
}

/** Every figure of a run, beside the network as it started and a colour histogram. */
export const MetricsTable = memo(function MetricsTable({ summary }: MetricsTableProps) {
  const rows = metricRows(summary);
  if (rows.length === 0) {
    return <CardBody className="text-muted-foreground text-sm">Nothing was measured yet.</CardBody>;
  }
  const columns = judged.filter(
    (baseline) => baseline === 'NONE' || rows.some(({ values }) => values[baseline] !== undefined),
  );
  return (
    <div className="pt-2 pb-2">
      <Table label="Metrics">
        <thead>
          <tr>
            <Th>Metric</Th>
            <Th>Split</Th>
            <Th>Checkpoint</Th>
            {columns.map((baseline) => (
              <Th key={baseline} className="text-right">
                {baselineNames[baseline] ?? 'This model'}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {rows.map((row) => (
            <Row key={row.metric.key} row={row} columns={columns} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}, showsTheSame);

function showsTheSame(
  { summary: before }: MetricsTableProps,
  { summary: after }: MetricsTableProps,
) {
  return (
    before.length === after.length &&
    before.every(({ metric, value }, place) => {
      const figure = after[place];
      return metric.key === figure?.metric.key && value === figure.value;
    })
  );
}

function Row({ row, columns }: { row: MetricRow; columns: readonly Baseline[] }) {
  const { metric, values } = row;
  const best = bestOf(row);
  return (
    <tr>
      <Td>
        <MetricChip metric={metric} without={['split', 'checkpoint', 'tripletSet', 'baseline']} />
      </Td>
      <Td className="text-muted-foreground">{splitWord(metric.split)}</Td>
      <Td className="text-muted-foreground">
        {metric.checkpoint ? checkpointWords[metric.checkpoint] : '–'}
      </Td>
      {columns.map((baseline) => {
        const value = values[baseline];
        const isBest = value !== undefined && value === best;
        return (
          <Td key={baseline} className={cn('text-right', isBest && 'font-semibold')}>
            {value === undefined ? '–' : formatFigure(metric, value)}
          </Td>
        );
      })}
    </tr>
  );
}
