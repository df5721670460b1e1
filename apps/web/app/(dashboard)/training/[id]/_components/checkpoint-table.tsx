import { Ago } from '@/components/shared/ago';
import { Table, Td, Th } from '@/components/ui/table';
import { formatCount, formatMetric, formatPercent, formatValue, jsonEntries } from '@/lib/format';
import { isShare, metricLabel } from '@/lib/metrics';

interface CheckpointTableProps {
  checkpoints: { kind: string; step: number; metrics: unknown; updatedAt: string }[];
}

const kindWords: Record<string, string> = { BEST: 'Best', LATEST: 'Latest' };

export function CheckpointTable({ checkpoints }: CheckpointTableProps) {
  return (
    <div className="pt-2 pb-2">
      <Table label="Checkpoints">
        <thead>
          <tr>
            <Th>Kept</Th>
            <Th className="text-right">Step</Th>
            <Th>Metrics</Th>
            <Th>Written</Th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {[...checkpoints]
            .sort((a, b) => a.kind.localeCompare(b.kind))
            .map((checkpoint) => (
              <tr key={checkpoint.kind} className="align-top">
                <Td className="font-medium">{kindWords[checkpoint.kind] ?? checkpoint.kind}</Td>
                <Td className="text-right">{formatCount(checkpoint.step)}</Td>
                <Td>{describe(checkpoint.metrics)}</Td>
                <Td className="text-muted-foreground">
                  <Ago at={checkpoint.updatedAt} />
                </Td>
              </tr>
            ))}
        </tbody>
      </Table>
    </div>
  );
}

function describe(metrics: unknown): string {
  const parts = jsonEntries(metrics).map(([name, value]) => {
    const shown =
      typeof value !== 'number'
        ? formatValue(value)
        : isShare(name)
          ? formatPercent(value, 1)
          : formatMetric(value);
    return `${metricLabel(name)} ${shown}`;
  });
  return parts.join(', ') || '–';
}
