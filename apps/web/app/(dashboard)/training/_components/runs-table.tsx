'use client';

import { useTable } from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { Table, Td, Th } from '@/components/ui/table';
import { comparableMetrics, isOneLoss, type Scope, setsOfRuns } from '@/lib/training/comparable';
import type { RunRow } from './run-cells';
import { features, runColumns } from './run-columns';
import { ScopeSwitches } from './scope-switches';

/** Runs of one page, sortable by any column; figures stand in one only where they are the same. */
export function RunsTable({ runs }: { runs: RunRow[] }) {
  const sets = setsOfRuns(runs);
  const [scope, setScope] = useState<Scope>({ split: 'VAL', tripletSet: sets[0]?.id ?? '' });
  const columns = useMemo(
    () => runColumns(comparableMetrics(runs, scope), isOneLoss(runs, scope)),
    [runs, scope],
  );
  const table = useTable({ features, columns, data: runs });
  const isFigure = (id: string) => !['name', 'progress', 'createdAt'].includes(id);
  const sortings = { asc: 'ascending', desc: 'descending' } as const;
  return (
    <>
      <ScopeSwitches scope={scope} sets={sets} onScope={setScope} />
      <Table label="Training runs">
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => {
                const { column } = header;
                const sorted = column.getIsSorted();
                return (
                  <Th
                    key={header.id}
                    aria-sort={sorted ? sortings[sorted] : 'none'}
                    className={isFigure(column.id) ? 'text-right' : undefined}
                  >
                    <SortButton sorted={sorted} onSort={column.getToggleSortingHandler()}>
                      <table.FlexRender header={header} />
                    </SortButton>
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
                <Td key={cell.id} className={isFigure(cell.column.id) ? 'text-right' : undefined}>
                  <table.FlexRender cell={cell} />
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}

interface SortButtonProps {
  sorted: false | 'asc' | 'desc';
  /** Left out where the column is not to be sorted by. */
  onSort: ((event: unknown) => void) | undefined;
  children: ReactNode;
}

function SortButton({ sorted, onSort, children }: SortButtonProps) {
  return (
    <button
      type="button"
      disabled={!onSort}
      onClick={onSort}
      className="inline-flex items-center gap-1 rounded-sm enabled:hover:text-foreground"
    >
      {children}
      {sorted === 'asc' ? <ArrowUp aria-hidden className="size-3.5" /> : null}
      {sorted === 'desc' ? <ArrowDown aria-hidden className="size-3.5" /> : null}
    </button>
  );
}
