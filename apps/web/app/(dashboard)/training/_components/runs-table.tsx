'use client';

import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Ago } from '@/components/shared/ago';
import { Table, Td, Th } from '@/components/ui/table';
import { formatMetric, formatPercent } from '@/lib/format';
import { lastMetric } from '@/lib/metrics';
import { RunNameCell, type RunRow, RunStateCell } from './run-cells';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});
const helper = createColumnHelper<typeof features, RunRow>();

const columns = helper.columns([
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
  helper.accessor((run) => lastMetric(run.summary, 'loss', 'TRAIN'), {
    id: 'loss',
    header: 'Loss',
    sortFn: 'basic',
    sortUndefined: 'last',
    cell: ({ getValue }) => <Numeric value={getValue()} format={formatMetric} />,
  }),
  helper.accessor((run) => lastMetric(run.summary, 'tripletAccuracy', 'VAL'), {
    id: 'accuracy',
    header: 'Triplet accuracy',
    sortFn: 'basic',
    sortUndefined: 'last',
    cell: ({ getValue }) => (
      <Numeric value={getValue()} format={(value) => formatPercent(value, 1)} />
    ),
  }),
  helper.accessor((run) => lastMetric(run.summary, 'precision@10'), {
    id: 'precision',
    header: 'Precision@10',
    sortFn: 'basic',
    sortUndefined: 'last',
    cell: ({ getValue }) => (
      <Numeric value={getValue()} format={(value) => formatPercent(value, 1)} />
    ),
  }),
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

const numeric = new Set(['loss', 'accuracy', 'precision']);

/** Runs of one page, sortable by any column so that metrics can be compared. */
export function RunsTable({ runs }: { runs: RunRow[] }) {
  const table = useTable({ features, columns, data: runs });
  return (
    <Table label="Training runs">
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => {
              const sorted = header.column.getIsSorted();
              return (
                <Th
                  key={header.id}
                  aria-sort={sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : 'none'}
                  className={numeric.has(header.column.id) ? 'text-right' : undefined}
                >
                  <button
                    type="button"
                    onClick={header.column.getToggleSortingHandler()}
                    className="inline-flex items-center gap-1 rounded-sm hover:text-foreground"
                  >
                    <table.FlexRender header={header} />
                    {sorted === 'asc' ? <ArrowUp aria-hidden className="size-3.5" /> : null}
                    {sorted === 'desc' ? <ArrowDown aria-hidden className="size-3.5" /> : null}
                  </button>
                </Th>
              );
            })}
          </tr>
        ))}
      </thead>
      <tbody className="divide-y">
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id} className="align-top hover:bg-accent/50">
            {row.getAllCells().map((cell) => (
              <Td key={cell.id} className={numeric.has(cell.column.id) ? 'text-right' : undefined}>
                <table.FlexRender cell={cell} />
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Numeric({
  value,
  format,
}: {
  value: number | undefined;
  format: (value: number) => string;
}) {
  return value === undefined ? <span className="text-muted-foreground">–</span> : format(value);
}
