import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
} from '@tanstack/react-table';
import { Ago } from '@/components/shared/ago';
import { MetricChip } from '@/components/shared/metric-chip';
import { formatFigure, type Metric } from '@/lib/metrics';
import { figureIn } from '@/lib/training/comparable';
import { RunNameCell, type RunRow, RunStateCell } from './run-cells';

export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});
const helper = createColumnHelper<typeof features, RunRow>();

/** A column for each metric, and those that every run has. */
export function runColumns(metrics: readonly Metric[], isLossComparable: boolean) {
  return helper.columns([
    helper.accessor('name', {
      header: 'Run',
      sortFn: 'alphanumeric',
      cell: ({ row }) => <RunNameCell run={row.original} />,
    }),
    helper.accessor((run) => run.step, {
      id: 'progress',
      header: 'Progress',
      sortFn: 'basic',
      cell: ({ row }) => <RunStateCell run={row.original} />,
    }),
    ...metrics.map((metric) => metricColumn(metric, isLossComparable)),
    helper.accessor('createdAt', {
      header: 'Created',
      sortFn: 'basic',
      cell: ({ getValue }) => (
        <span className="text-muted-foreground">
          <Ago at={getValue()} />
        </span>
      ),
    }),
  ]);
}

/** Runs without this very metric show a dash and stand last, however the column is sorted. */
function metricColumn(metric: Metric, isLossComparable: boolean) {
  return helper.accessor((run) => figureIn(run, metric), {
    id: metric.key,
    header: () => (
      <MetricChip
        metric={metric}
        without={['split', 'checkpoint', 'tripletSet']}
        className="justify-end"
      />
    ),
    sortFn: 'basic',
    sortUndefined: 'last',
    enableSorting: metric.name !== 'loss' || isLossComparable,
    cell: ({ getValue }) => {
      const value = getValue();
      if (value === undefined) return <span className="text-muted-foreground">–</span>;
      return formatFigure(metric, value);
    },
  });
}
