'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Table, Td, Th } from '@/components/ui/table';
import { cn } from '@/lib/class-names';
import type { RetrievalReport, RetrievalScores } from '@/lib/embeddings/evaluation';
import { scoreRows } from '@/lib/embeddings/evaluation';
import { formatCount, formatMetric, formatPercent } from '@/lib/format';

const columns: { title: string; value: (scores: RetrievalScores) => string }[] = [
  { title: 'Queries', value: (scores) => formatCount(scores.queries) },
  { title: 'Precision@10', value: (scores) => percent(scores.precisionAt['10']) },
  { title: 'Recall@1', value: (scores) => percent(scores.recallAt['1']) },
  { title: 'Recall@5', value: (scores) => percent(scores.recallAt['5']) },
  { title: 'Recall@10', value: (scores) => percent(scores.recallAt['10']) },
  { title: 'mAP@R', value: (scores) => percent(scores.mapAtR) },
  { title: 'R-precision', value: (scores) => percent(scores.rPrecision) },
  { title: 'MRR', value: (scores) => formatMetric(scores.mrr) },
];
const few = 12;

/** Retrieval of all queries, of each kind and of each label; long lists open on demand. */
export function RetrievalTable({ report, label }: { report: RetrievalReport; label: string }) {
  const [whole, setWhole] = useState(false);
  const rows = scoreRows(report);
  const shown = whole ? rows : rows.slice(0, few);
  return (
    <>
      <Table label={label}>
        <thead>
          <tr>
            <Th>Queries of</Th>
            {columns.map(({ title }) => (
              <Th key={title} className="text-right">
                {title}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {shown.map(({ name, scores, sort }) => (
            <tr key={`${sort} ${name}`} className={cn(sort !== 'label' && 'font-semibold')}>
              <Td>{name}</Td>
              {columns.map(({ title, value }) => (
                <Td key={title} className="text-right">
                  {value(scores)}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      {rows.length > few ? (
        <div className="px-4 py-3 sm:px-5">
          <Button variant="outline" size="small" onClick={() => setWhole(!whole)}>
            {whole ? 'Show fewer' : `Show all ${formatCount(rows.length)} lines`}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function percent(value: number | undefined): string {
  return value === undefined ? '–' : formatPercent(value, 1);
}
