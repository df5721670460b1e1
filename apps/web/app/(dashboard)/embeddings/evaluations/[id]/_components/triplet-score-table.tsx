import { Table, Td, Th } from '@/components/ui/table';
import type { EvaluationReport, TripletScores } from '@/lib/embeddings/evaluation';
import { formatCount, formatMetric, formatPercent, humanize } from '@/lib/format';

/** Triplet accuracy of all triplets and of each kind, with what baselines reach. */
export function TripletScoreTable({ report }: { report: EvaluationReport }) {
  const { triplets, baselines } = report;
  if (!triplets) return null;
  const rows: [string, TripletScores][] = [
    ['All triplets', triplets],
    ...kinds(triplets.perQueryKind, (kind) => `${humanize(kind)} query`),
    ...kinds(triplets.perNegativeKind, (kind) => `${humanize(kind)} negative`),
  ];
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
        {rows.map(([name, scores]) => (
          <tr key={name}>
            <Td>{name}</Td>
            <Td className="text-right">{formatCount(scores.count)}</Td>
            <Td className="text-right font-semibold">{formatPercent(scores.accuracy, 1)}</Td>
            <Td className="text-right">{formatMetric(scores.meanMargin)}</Td>
          </tr>
        ))}
        {Object.entries(baselines).map(([name, figures]) =>
          figures.tripletAccuracy === undefined ? null : (
            <tr key={name} className="text-muted-foreground">
              <Td>{name === 'histogram' ? 'Colour histogram' : humanize(name)}, all triplets</Td>
              <Td className="text-right">{formatCount(triplets.count)}</Td>
              <Td className="text-right">{formatPercent(figures.tripletAccuracy, 1)}</Td>
              <Td className="text-right">{formatMetric(figures.meanMargin ?? Number.NaN)}</Td>
            </tr>
          ),
        )}
      </tbody>
    </Table>
  );
}

function kinds(
  per: Record<string, TripletScores>,
  name: (kind: string) => string,
): [string, TripletScores][] {
  return Object.entries(per).map(([kind, scores]) => [name(kind), scores]);
}
