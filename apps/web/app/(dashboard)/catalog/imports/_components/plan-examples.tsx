import { Card, CardHeader } from '@/components/ui/card';
import { Table, Td, Th } from '@/components/ui/table';
import type { ImportPlanFragment } from '@/lib/api/generated/graphql';
import { formatCount } from '@/lib/format';

type Example = ImportPlanFragment['examples'][number];
type Outcome = Example['outcome'];

const outcomes: {
  outcome: Outcome;
  title: string;
  /** How many there are in all; null where that is not counted. */
  count: (plan: ImportPlanFragment) => number | null;
}[] = [
  { outcome: 'CREATE', title: 'To create', count: (plan) => plan.created },
  { outcome: 'UPDATE', title: 'To update', count: (plan) => plan.updated },
  { outcome: 'REMOVE', title: 'To remove', count: (plan) => plan.removed },
  { outcome: 'INVALID', title: 'With issues', count: () => null },
];

/** The first products of each outcome, with the reasons. */
export function PlanExamples({ plan }: { plan: ImportPlanFragment }) {
  const groups = Map.groupBy(plan.examples, ({ outcome }) => outcome);
  return outcomes.map(({ outcome, title, count }) => {
    const examples = groups.get(outcome);
    if (!examples) return null;
    return (
      <Card key={outcome} aria-labelledby={`examples-${outcome}`}>
        <CardHeader
          id={`examples-${outcome}`}
          title={title}
          hint={howMany(examples.length, count(plan))}
        />
        <div className="pt-2 pb-1">
          <ExampleTable
            label={title}
            examples={examples}
            reasons={outcome === 'INVALID' ? 'What is wrong' : 'What changes'}
          />
        </div>
      </Card>
    );
  });
}

function howMany(shown: number, all: number | null): string {
  if (all === null)
    return 'The first rows with something that can not be taken; the report has all.';
  if (shown < all) return `The first ${formatCount(shown)} of ${formatCount(all)}.`;
  return `All ${formatCount(all)}.`;
}

interface ExampleTableProps {
  label: string;
  examples: readonly Example[];
  /** Heading of the reasons. */
  reasons: string;
}

function ExampleTable({ label, examples, reasons }: ExampleTableProps) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th className="text-right">Row</Th>
          <Th>Id</Th>
          <Th>Title</Th>
          <Th>{reasons}</Th>
        </tr>
      </thead>
      <tbody className="divide-y">
        {examples.map((example) => (
          <tr key={`${example.row} ${example.externalId}`} className="align-top">
            <Td className="text-right">{example.row ?? '–'}</Td>
            <Td>{example.externalId ?? '–'}</Td>
            <Td className="min-w-40">{example.title ?? '–'}</Td>
            <Td className="min-w-64">
              <Reasons reasons={example.reasons} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Reasons({ reasons }: { reasons: readonly string[] }) {
  if (reasons.length === 0) return '–';
  return reasons.map((reason) => (
    <span key={reason} className="block">
      {reason}
    </span>
  ));
}
