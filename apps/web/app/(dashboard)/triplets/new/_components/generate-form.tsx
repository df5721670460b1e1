'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { Checkbox, Field, Input } from '@/components/ui/field';
import { GenerateTripletsMutation } from '@/lib/api/triplets';
import { useMutation } from '@/lib/api/use-mutation';
import { humanize } from '@/lib/format';
import { CatalogAndName } from './catalog-and-name';

interface GenerateFormProps {
  catalogs: { id: string; name: string; productCount: number }[];
  attributeKeys: string[];
}

const shares = [
  { name: 'trainShare', label: 'Train share', value: 0.7 },
  { name: 'valShare', label: 'Validation share', value: 0.15 },
  { name: 'testShare', label: 'Test share', value: 0.15 },
  { name: 'wildQueryShare', label: 'Wild queries, where there are any', value: 0.5 },
  { name: 'inClassShareCatalog', label: 'In-class negatives, catalog queries', value: 0.5 },
  { name: 'inClassShareWild', label: 'In-class negatives, wild queries', value: 0.5 },
] as const;

const likelyKey = /colou?r/i;

export function GenerateForm({ catalogs, attributeKeys }: GenerateFormProps) {
  const router = useRouter();
  const make = useMutation(GenerateTripletsMutation);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const answer = await make.run({ input: readInput(form) });
    if (answer) router.push(`/triplets/${answer.generateTriplets.id}`);
  };
  return (
    <form onSubmit={submit} className="grid gap-6">
      <CatalogAndName catalogs={catalogs} />
      <Field
        id="count"
        label="Triplets"
        hint="Over all three splits. No product is in more than one of them."
      >
        <Input
          id="count"
          name="count"
          type="number"
          min="1"
          max="10000000"
          required
          defaultValue={20000}
          className="tnum max-w-48"
          aria-describedby="count-hint"
        />
      </Field>
      {attributeKeys.length > 0 ? (
        <fieldset className="grid gap-2">
          <legend className="mb-1.5 font-medium text-sm">
            A positive has the same category, and the same
          </legend>
          <div className="flex flex-wrap gap-x-6 gap-y-2">
            {attributeKeys.map((key) => (
              <label key={key} htmlFor={`match-${key}`} className="flex items-center gap-2 text-sm">
                <Checkbox
                  id={`match-${key}`}
                  name="matchOn"
                  value={key}
                  defaultChecked={likelyKey.test(key)}
                />
                {humanize(key)}
              </label>
            ))}
          </div>
        </fieldset>
      ) : null}
      <details className="rounded-md border">
        <summary className="rounded-md px-4 py-3 font-medium">
          Advanced <span className="font-normal text-muted-foreground">– seed and shares</span>
        </summary>
        <div className="grid gap-4 border-t p-4 sm:grid-cols-3">
          {shares.map(({ name, label, value }) => (
            <Field key={name} id={name} label={label}>
              <Input
                id={name}
                name={name}
                type="number"
                min="0"
                max="1"
                step="0.01"
                required
                defaultValue={value}
                className="tnum"
              />
            </Field>
          ))}
          <Field id="seed" label="Seed">
            <Input id="seed" name="seed" type="number" required defaultValue={1} className="tnum" />
          </Field>
        </div>
      </details>
      <InlineFailure failure={make.failure} />
      <Button type="submit" disabled={make.pending} className="justify-self-start">
        {make.pending ? 'Starting…' : 'Generate triplets'}
      </Button>
    </form>
  );
}

function readInput(form: FormData) {
  const number = (name: string) => Number(form.get(name));
  return {
    name: String(form.get('name')).trim(),
    catalogId: String(form.get('catalogId')),
    count: number('count'),
    matchOn: form.getAll('matchOn').map(String),
    seed: number('seed'),
    trainShare: number('trainShare'),
    valShare: number('valShare'),
    testShare: number('testShare'),
    wildQueryShare: number('wildQueryShare'),
    inClassShareCatalog: number('inClassShareCatalog'),
    inClassShareWild: number('inClassShareWild'),
  };
}
