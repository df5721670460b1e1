'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { Checkbox, Field, Input, Select } from '@/components/ui/field';
import { useToast } from '@/components/ui/toaster';
import type { FeedFormat } from '@/lib/api/generated/graphql';
import { CreateImportSourceMutation } from '@/lib/api/sources';
import { useMutation } from '@/lib/api/use-mutation';
import { formatNames, type Policy, type Removal } from '@/lib/catalog/feed-words';
import { intervals } from '@/lib/catalog/import-schedule';
import { ImportPolicies } from '../../../_components/import-policies';

/** What is known of the import that is to be repeated. */
export interface SourceDraft {
  address?: string | undefined;
  catalog?: string | undefined;
  format?: FeedFormat | undefined;
  policy?: Policy | undefined;
  removal?: Removal | undefined;
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
  const [policy, setPolicy] = useState<Policy>(draft.policy ?? 'IGNORE_FAILED');
  const [removal, setRemoval] = useState<Removal>(draft.removal ?? 'KEEP');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const made = await create.run({
      input: {
        address: text('address'),
        catalog: text('catalog'),
        everyMinutes: Number(text('everyMinutes')),
        format: (text('format') || undefined) as FeedFormat | undefined,
        policy,
        removal,
        allowLargeRemoval: form.has('allowLargeRemoval'),
      },
    });
    if (!made) return;
    toast('success', 'The source was added; its first import is due now.');
    router.push('/catalog/imports/sources');
  };
  return (
    <Card className="max-w-3xl">
      <CardBody>
        <form onSubmit={submit} className="grid gap-6">
          <AddressAndCatalog catalogNames={catalogNames} draft={draft} />
          <div className="grid gap-6 sm:grid-cols-2">
            <Field id="everyMinutes" label="How often">
              <Select id="everyMinutes" name="everyMinutes" defaultValue={24 * 60}>
                {intervals.map(({ minutes, name }) => (
                  <option key={minutes} value={minutes}>
                    {name}
                  </option>
                ))}
              </Select>
            </Field>
            <Field id="format" label="Format">
              <Select id="format" name="format" defaultValue={draft.format ?? ''}>
                <option value="">recognised each time</option>
                {Object.entries(formatNames)
                  .filter(([value]) => value !== 'FOLDER')
                  .map(([value, name]) => (
                    <option key={value} value={value}>
                      {name}
                    </option>
                  ))}
              </Select>
            </Field>
          </div>
          <ImportPolicies
            policy={policy}
            removal={removal}
            onPolicy={setPolicy}
            onRemoval={setRemoval}
          />
          {removal === 'KEEP' ? null : (
            <label htmlFor="allowLargeRemoval" className="flex items-center gap-2 text-sm">
              <Checkbox id="allowLargeRemoval" name="allowLargeRemoval" />
              Remove products even if that is more than half of the catalog
            </label>
          )}
          <InlineFailure failure={create.failure} />
          <Button type="submit" disabled={create.pending} className="justify-self-start">
            {create.pending ? 'Adding…' : 'Add source'}
          </Button>
        </form>
      </CardBody>
    </Card>
  );
}

function AddressAndCatalog({ catalogNames, draft }: SourceFormProps) {
  return (
    <>
      <Field
        id="address"
        label="Address of the feed"
        hint="Public addresses only, unless the operator opened a host (FETCH_ALLOW_HOSTS)."
      >
        <Input
          id="address"
          name="address"
          type="url"
          required
          defaultValue={draft.address}
          aria-describedby="address-hint"
          placeholder="https://shop.example/feed.xml"
        />
      </Field>
      <Field
        id="catalog"
        label="Catalog"
        hint="Columns are read as they were last chosen for this catalog."
      >
        <Input
          id="catalog"
          name="catalog"
          required
          list="catalog-names"
          defaultValue={draft.catalog}
          aria-describedby="catalog-hint"
          placeholder="shop"
        />
        <datalist id="catalog-names">
          {catalogNames.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </Field>
    </>
  );
}
