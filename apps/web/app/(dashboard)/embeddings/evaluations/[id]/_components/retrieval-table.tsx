'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Table, Td, Th } from '@/components/ui/table';
import type { RetrievalReportFragment } from '@/lib/api/generated/graphql';
import { cn } from '@/lib/class-names';
import {
  type RetrievalLine,
  retrievalColumns,
  retrievalLines,
} from '@/lib/embeddings/retrieval-lines';
import { formatCount, formatMetric, formatPercent } from '@/lib/format';

const few = 12;
const tones = {
  all: 'font-semibold',
  baseline: 'text-muted-foreground',
  kind: 'font-semibold',
  label: undefined,
};

interface RetrievalTableProps {
  report: RetrievalReportFragment;
  label: string;
}

/** Retrieval of all queries, of each kind and of each label; long lists open on demand. */
export function RetrievalTable({ report, label }: RetrievalTableProps) {
  const [whole, setWhole] = useState(false);
  const lines = retrievalLines(report);
  const shown = whole ? lines : lines.slice(0, few);
  return (
    <>
      <Table label={label}>
        <thead>
          <tr>
            <Th>Queries of</Th>
            <Th className="text-right">Queries</Th>
            {retrievalColumns.map(({ title }) => (
              <Th key={title} className="text-right">
                {title}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {shown.map((line) => (
            <Line key={`${line.sort} ${line.name}`} line={line} />
          ))}
        </tbody>
      </Table>
      {lines.length > few ? (
        <div className="px-4 py-3 sm:px-5">
          <Button variant="outline" size="small" onClick={() => setWhole(!whole)}>
            {whole ? 'Show fewer' : `Show all ${formatCount(lines.length)} lines`}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Line({ line: { name, sort, queries, values } }: { line: RetrievalLine }) {
  return (
    <tr className={cn(tones[sort])}>
      <Td>{name}</Td>
      <Td className="text-right">{queries === null ? '–' : formatCount(queries)}</Td>
      {retrievalColumns.map((column, place) => (
        <Td key={column.title} className="text-right">
          {written(values[place] ?? null, column.name === 'mrr')}
        </Td>
      ))}
    </tr>
  );
}

function written(value: number | null, isNumber: boolean): string {
  if (value === null) return '–';
  return isNumber ? formatMetric(value) : formatPercent(value, 1);
}
