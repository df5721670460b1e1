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
  return (
    <>
      <ScopeSwitches scope={scope} sets={sets} onScope={setScope} />
      <Table label="Training runs">
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <SortableTh key={header.id} column={header.column}>
                  <table.FlexRender header={header} />
                </SortableTh>
              ))}
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

const sortings = { asc: 'ascending', desc: 'descending' } as const;
const isFigure = (id: string) => !['name', 'progress', 'createdAt'].includes(id);

interface SortableThProps {
  column: {
    id: string;
    getIsSorted: () => false | 'asc' | 'desc';
    getCanSort: () => boolean;
    getToggleSortingHandler: () => ((event: unknown) => void) | undefined;
  };
  children: ReactNode;
}

function SortableTh({ column, children }: SortableThProps) {
  const sorted = column.getIsSorted();
  return (
    <Th
      aria-sort={sorted ? sortings[sorted] : 'none'}
      className={isFigure(column.id) ? 'text-right' : undefined}
    >
      <button
        type="button"
        disabled={!column.getCanSort()}
        onClick={column.getToggleSortingHandler()}
        className="inline-flex items-center gap-1 rounded-sm enabled:hover:text-foreground"
      >
        {children}
        {sorted === 'asc' ? <ArrowUp aria-hidden className="size-3.5" /> : null}
        {sorted === 'desc' ? <ArrowDown aria-hidden className="size-3.5" /> : null}
      </button>
    </Th>
  );
}
