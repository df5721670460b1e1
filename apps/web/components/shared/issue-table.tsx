import { Table, Td, Th } from '@/components/ui/table';

interface Issue {
  row: number;
  code: string;
  message: string;
  field?: string | null;
  externalId?: string | null;
}

/** Rows that were not taken, each with its number in the file and the reason. */
export function IssueTable({ issues }: { issues: Issue[] }) {
  const detailed = issues.some((issue) => issue.field || issue.externalId);
  return (
    <div className="pt-3 pb-2">
      <Table label="Issues">
        <thead>
          <tr>
            <Th className="text-right">Row</Th>
            {detailed ? <Th>Product</Th> : null}
            {detailed ? <Th>Field</Th> : null}
            <Th>What is wrong</Th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {issues.map((issue) => (
            <tr key={`${issue.row} ${issue.field} ${issue.code} ${issue.message}`}>
              <Td className="text-right">{issue.row}</Td>
              {detailed ? <Td>{issue.externalId ?? '–'}</Td> : null}
              {detailed ? <Td>{issue.field ?? '–'}</Td> : null}
              <Td className="min-w-64">{issue.message}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
