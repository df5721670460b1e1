import { Table, Td, Th } from '@/components/ui/table';
import type { TripletReportFragment } from '@/lib/api/generated/graphql';
import { formatCount, formatMetric, formatPercent, humanize } from '@/lib/format';
import { baselineNames } from '@/lib/metrics';

/** Triplet accuracy of all triplets and of each kind, with what baselines reach. */
export function TripletScoreTable({ report }: { report: TripletReportFragment }) {
  const { scores, baselines } = report;
  const byBaseline = Map.groupBy(baselines, ({ metric }) => metric.baseline);
  return (
    <Table label="Triplet accuracy">
      <thead>
        <tr>
          <Th>Triplets</Th>
          <Th className="text-right">Count</Th>
          <Th className="text-right">Accuracy</Th>
          <Th className="text-right">Mean margin</Th>
        </tr>
      </thead>
      <tbody className="divide-y">
        {scores.map((each) => (
          <tr key={nameOf(each)}>
            <Td>{nameOf(each)}</Td>
            <Td className="text-right">{formatCount(each.count)}</Td>
            <Td className="text-right font-semibold">{formatPercent(each.accuracy, 1)}</Td>
            <Td className="text-right">{formatMetric(each.meanMargin)}</Td>
          </tr>
        ))}
        {[...byBaseline].map(([baseline, figures]) => {
          const value = (name: string) =>
            figures.find(({ metric }) => metric.name === name)?.value ?? Number.NaN;
          return (
            <tr key={baseline} className="text-muted-foreground">
              <Td>{baselineNames[baseline]}, all triplets</Td>
              <Td className="text-right">{formatCount(scores[0]?.count ?? 0)}</Td>
              <Td className="text-right">{formatPercent(value('tripletAccuracy'), 1)}</Td>
              <Td className="text-right">{formatMetric(value('meanMargin'))}</Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function nameOf({ queryKind, negativeKind }: TripletReportFragment['scores'][number]): string {
  if (queryKind) return `${humanize(queryKind)} query`;
  return negativeKind ? `${humanize(negativeKind)} negative` : 'All triplets';
}
