'use client';

import { useEffect, useState } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader } from '@/components/ui/card';
import { Field, Select } from '@/components/ui/field';
import { Skeleton } from '@/components/ui/skeleton';
import { PlanImportMutation } from '@/lib/api/feeds';
import type { FeedFormat, ImportPlanFragment } from '@/lib/api/generated/graphql';
import { useMutation } from '@/lib/api/use-mutation';
import { formatNames, mappingOrigins, type Policy, type Removal } from '@/lib/catalog/feed-words';
import { mappingInput } from '@/lib/catalog/import-mapping';
import { ImportPolicies } from '../../_components/import-policies';
import { type FeedSource, sourceInput } from './feed-source';
import { MappingControls } from './mapping-controls';
import { PreviewTable } from './preview-table';
import { type FeedAnalysis, type Reading, useAnalysis } from './use-analysis';

interface ReadingStepProps {
  source: FeedSource;
  onBack: () => void;
  onPlanned: (plan: ImportPlanFragment) => void;
}

/** Format, columns and sample products, then what becomes of issues and of vanished products. */
export function ReadingStep({ source, onBack, onPlanned }: ReadingStepProps) {
  const { analysis, reading, mapping, failure, pending, read } = useAnalysis(source);
  const [policy, setPolicy] = useState<Policy>('IGNORE_FAILED');
  const [removal, setRemoval] = useState<Removal>('KEEP');
  const plan = useMutation(PlanImportMutation);
  const [columnsOpen, setColumnsOpen] = useState(false);
  const mustChoose = analysis?.mapping === null;
  useEffect(() => {
    if (mustChoose) setColumnsOpen(true);
  }, [mustChoose]);
  const planNow = async () => {
    const chosen = reading.mapping && { mapping: mappingInput(reading.mapping) };
    const { format, encoding } = reading;
    const input = { ...sourceInput(source), format, encoding, ...chosen, policy, removal };
    const made = await plan.run({ input });
    if (made) onPlanned(made.planImport);
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <InlineFailure failure={failure} />
      {analysis ? (
        <>
          <Recognised source={source} analysis={analysis} reading={reading} read={read} />
          <Card aria-labelledby="samples-heading" aria-busy={pending}>
            <CardHeader
              id="samples-heading"
              title="Sample products"
              hint="The first ones, as they would be stored."
            />
            <div className="pt-2">
              <PreviewTable previews={analysis.previews} />
            </div>
          </Card>
          <details
            className="rounded-lg border bg-card"
            open={columnsOpen}
            onToggle={(event) => setColumnsOpen(event.currentTarget.open)}
          >
            <summary className="rounded-lg px-4 py-3 font-medium sm:px-5">
              Columns{' '}
              <span className="font-normal text-muted-foreground">
                – {mappingOrigins[analysis.mappingFrom ?? ''] ?? 'to be chosen'}
              </span>
            </summary>
            <div className="border-t p-4 sm:p-5">
              <MappingControls
                columns={analysis.columns}
                mapping={mapping}
                onChange={(changed) => void read({ ...reading, mapping: changed })}
              />
            </div>
          </details>
          <Card>
            <CardBody>
              <ImportPolicies
                policy={policy}
                removal={removal}
                onPolicy={setPolicy}
                onRemoval={setRemoval}
              />
            </CardBody>
          </Card>
        </>
      ) : pending ? (
        <Skeleton className="h-64" />
      ) : null}
      <InlineFailure failure={plan.failure} />
      <div className="flex flex-wrap gap-3">
        <Button disabled={!analysis?.mapping || pending || plan.pending} onClick={planNow}>
          {plan.pending ? 'Starting…' : 'Dry run'}
        </Button>
        <Button variant="outline" onClick={onBack}>
          Back
        </Button>
      </div>
    </div>
  );
}

interface RecognisedProps {
  source: FeedSource;
  analysis: FeedAnalysis;
  reading: Reading;
  read: (reading: Reading) => Promise<void>;
}

const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'];

/** What the feed was taken for; another choice reads it anew, with that format's own columns. */
function Recognised({ source, analysis, reading, read }: RecognisedProps) {
  const encoding = analysis.encoding.toLowerCase();
  return (
    <Card>
      <CardBody className="grid gap-5 sm:grid-cols-3">
        <div className="min-w-0 text-sm">
          <p className="font-medium">Feed</p>
          <p className="mt-2.5 break-all text-muted-foreground">{source.name}</p>
        </div>
        <Field id="format" label="Format">
          <Select
            id="format"
            value={analysis.format}
            onChange={(event) =>
              void read({
                ...reading,
                mapping: undefined,
                format: event.target.value as FeedFormat,
              })
            }
          >
            {Object.entries(formatNames).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field id="encoding" label="Encoding">
          <Select
            id="encoding"
            value={encoding}
            onChange={(event) => void read({ ...reading, encoding: event.target.value })}
          >
            {[...new Set([encoding, ...encodings])].map((name) => (
              <option key={name} value={name}>
                {name.toUpperCase()}
              </option>
            ))}
          </Select>
        </Field>
        {analysis.warnings.length > 0 ? (
          <ul className="grid gap-1 text-sm text-warning sm:col-span-3">
            {analysis.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        ) : null}
      </CardBody>
    </Card>
  );
}
