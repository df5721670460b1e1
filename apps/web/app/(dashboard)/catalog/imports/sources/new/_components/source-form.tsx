'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { useToast } from '@/components/ui/toaster';
import type { FeedFormat, ImportPolicy, RemovalPolicy } from '@/lib/api/generated/graphql';
import { CreateImportSourceMutation } from '@/lib/api/sources';
import { useMutation } from '@/lib/api/use-mutation';
import { readFormat } from '@/lib/catalog/feed-words';
import { AddressField, CatalogField } from '../../../_components/feed-fields';
import { ImportPolicies } from '../../../_components/import-policies';
import { LargeRemoval } from '../../../_components/large-removal';
import { ScheduleFields } from './schedule-fields';

/** What is known of the import that is to be repeated. */
export interface SourceDraft {
  address?: string | undefined;
  catalog?: string | undefined;
  format?: FeedFormat | undefined;
  policy?: ImportPolicy | undefined;
  removal?: RemovalPolicy | undefined;
}

interface SourceFormProps {
  catalogNames: string[];
  draft: SourceDraft;
}

/** A new source: where, into what, how often, and what becomes of bad and vanished products. */
export function SourceForm({ catalogNames, draft }: SourceFormProps) {
  const router = useRouter();
  const toast = useToast();
  const create = useMutation(CreateImportSourceMutation);
  const [policy, setPolicy] = useState(draft.policy ?? 'IGNORE_FAILED');
  const [removal, setRemoval] = useState(draft.removal ?? 'KEEP');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = readFields(new FormData(event.currentTarget));
    if (!(await create.run({ input: { ...fields, policy, removal } }))) return;
    toast('success', 'The source was added; its first import is due now.');
    router.push('/catalog/imports/sources');
  };
  return (
    <Card className="max-w-3xl">
      <CardBody>
        <form onSubmit={submit} className="grid gap-6">
          <AddressField defaultValue={draft.address} />
          <CatalogField
            names={catalogNames}
            hint="Columns are read as they were last chosen for this catalog."
            defaultValue={draft.catalog}
          />
          <ScheduleFields format={draft.format} />
          <ImportPolicies
            policy={policy}
            removal={removal}
            onPolicy={setPolicy}
            onRemoval={setRemoval}
          />
          {removal === 'KEEP' ? null : <LargeRemoval />}
          <InlineFailure failure={create.failure} />
          <Button type="submit" disabled={create.pending} className="justify-self-start">
            {create.pending ? 'Adding…' : 'Add source'}
          </Button>
        </form>
      </CardBody>
    </Card>
  );
}

function readFields(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  return {
    address: text('address'),
    catalog: text('catalog'),
    everyMinutes: Number(text('everyMinutes')),
    format: readFormat(text('format')),
    allowLargeRemoval: form.has('allowLargeRemoval'),
  };
}
