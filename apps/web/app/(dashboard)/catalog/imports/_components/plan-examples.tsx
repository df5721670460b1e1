import { Card, CardHeader } from '@/components/ui/card';
import { Table, Td, Th } from '@/components/ui/table';
import type { ImportPlanFragment } from '@/lib/api/generated/graphql';
import { formatCount } from '@/lib/format';

type Outcome = ImportPlanFragment['examples'][number]['outcome'];

const outcomes: {
  outcome: Outcome;
  title: string;
  count: (plan: ImportPlanFragment) => number | null;
}[] = [
  { outcome: 'CREATE', title: 'To create', count: (plan) => plan.created },
  { outcome: 'UPDATE', title: 'To update', count: (plan) => plan.updated },
  { outcome: 'REMOVE', title: 'To remove', count: (plan) => plan.removed },
  { outcome: 'INVALID', title: 'With issues', count: () => null },
];

/** The first products of each outcome, with the reasons. */
export function PlanExamples({ plan }: { plan: ImportPlanFragment }) {
  const shown = outcomes.flatMap(({ outcome, title, count }) => {
    const examples = plan.examples.filter((example) => example.outcome === outcome);
    return examples.length > 0 ? [{ outcome, title, count: count(plan), examples }] : [];
  });
  return shown.map(({ outcome, title, count, examples }) => (
    <Card key={outcome} aria-labelledby={`examples-${outcome}`}>
      <CardHeader
        id={`examples-${outcome}`}
        title={title}
        hint={
          count === null
            ? 'The first rows with something that can not be taken; the report has all.'
            : examples.length < count
              ? `The first ${formatCount(examples.length)} of ${formatCount(count)}.`
              : `All ${formatCount(count)}.`
        }
      />
      <div className="pt-2 pb-1">
        <Table label={title}>
          <thead>
            <tr>
              <Th className="text-right">Row</Th>
              <Th>Id</Th>
              <Th>Title</Th>
              <Th>{outcome === 'INVALID' ? 'What is wrong' : 'What changes'}</Th>
            </tr>
          </thead>
          <tbody className="divide-y">
            {examples.map((example) => (
              <tr key={`${example.row} ${example.externalId}`} className="align-top">
                <Td className="text-right">{example.row ?? '–'}</Td>
                <Td>{example.externalId ?? '–'}</Td>
                <Td className="min-w-40">{example.title ?? '–'}</Td>
                <Td className="min-w-64">
                  {example.reasons.length === 0
                    ? '–'
                    : example.reasons.map((reason) => (
                        <span key={reason} className="block">
                          {reason}
                        </span>
                      ))}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </Card>
  ));
}
