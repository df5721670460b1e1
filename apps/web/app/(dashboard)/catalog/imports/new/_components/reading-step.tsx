'use client';

import { useState } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { PlanImportMutation } from '@/lib/api/feeds';
import type { ImportPlanFragment, ImportPolicy, RemovalPolicy } from '@/lib/api/generated/graphql';
import { useMutation } from '@/lib/api/use-mutation';
import { type MappingField, mappingInput } from '@/lib/catalog/import-mapping';
import { ImportPolicies } from '../../_components/import-policies';
import { type FeedSource, sourceInput } from './feed-source';
import { MappingDetails } from './mapping-details';
import { PreviewCard } from './preview-card';
import { RecognisedFeed } from './recognised-feed';
import { type Reading, useAnalysis } from './use-analysis';

interface ReadingStepProps {
  source: FeedSource;
  fields: readonly MappingField[];
  onBack: () => void;
  onPlanned: (plan: ImportPlanFragment) => void;
}

/** Format, columns and sample products, then what becomes of issues and of vanished products. */
export function ReadingStep({ source, fields, onBack, onPlanned }: ReadingStepProps) {
  const { analysis, reading, mapping, failure, pending, read } = useAnalysis(source, fields);
  const [policy, setPolicy] = useState<ImportPolicy>('IGNORE_FAILED');
  const [removal, setRemoval] = useState<RemovalPolicy>('KEEP');
  const plan = useMutation(PlanImportMutation);
  const planNow = async () => {
    const made = await plan.run({
      input: { ...planInput(source, reading, fields), policy, removal },
    });
    if (made) onPlanned(made.planImport);
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <InlineFailure failure={failure} />
      {analysis ? (
        <>
          <RecognisedFeed name={source.name} analysis={analysis} reading={reading} read={read} />
          <PreviewCard previews={analysis.previews} pending={pending} />
          <MappingDetails
            analysis={analysis}
            fields={fields}
            mapping={mapping}
            onChange={(changed) => void read({ ...reading, mapping: changed })}
          />
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

/** The feed as it is to be read, as the API takes it. */
function planInput(
  source: FeedSource,
  { format, encoding, mapping }: Reading,
  fields: readonly MappingField[],
) {
  const chosen = mapping && { mapping: mappingInput(mapping, fields) };
  return { ...sourceInput(source), format, encoding, ...chosen };
}
