import { Ago } from '@/components/shared/ago';
import { MetricChip } from '@/components/shared/metric-chip';
import { Table, Td, Th } from '@/components/ui/table';
import type { TrainingRunPageQuery } from '@/lib/api/generated/graphql';
import { formatCount } from '@/lib/format';
import { type Figure, formatFigure } from '@/lib/metrics';

type Checkpoint = NonNullable<TrainingRunPageQuery['trainingRun']>['checkpoints'][number];

const kindWords = { BEST: 'Best', LATEST: 'Latest' };

export function CheckpointTable({ checkpoints }: { checkpoints: readonly Checkpoint[] }) {
  return (
    <div className="pt-2 pb-2">
      <Table label="Checkpoints">
        <thead>
          <tr>
            <Th>Kept</Th>
            <Th className="text-right">Step</Th>
            <Th>On the validation split</Th>
            <Th>Written</Th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {checkpoints
            .toSorted((a, b) => a.kind.localeCompare(b.kind))
            .map(({ kind, step, metrics, updatedAt }) => (
              <tr key={kind} className="align-top">
                <Td className="font-medium">{kindWords[kind]}</Td>
                <Td className="text-right">{formatCount(step)}</Td>
                <Td>
                  <Figures figures={metrics} />
                </Td>
                <Td className="text-muted-foreground">
                  <Ago at={updatedAt} />
                </Td>
              </tr>
            ))}
        </tbody>
      </Table>
    </div>
  );
}

function Figures({ figures }: { figures: readonly Figure[] }) {
  if (figures.length === 0) return '–';
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1">
      {figures.map(({ metric, value }) => (
        <li key={metric.key} className="flex flex-wrap items-center gap-x-2">
          <MetricChip metric={metric} without={['split', 'checkpoint', 'tripletSet']} />
          {formatFigure(metric, value)}
        </li>
      ))}
    </ul>
  );
}
