'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { InlineFailure } from '@/components/failure';
import { Segmented } from '@/components/forms/segmented';
import { useMutation } from '@/components/forms/use-mutation';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { Field, Input } from '@/components/ui/field';
import { ImportCatalogMutation } from '@/lib/api/catalog';
import { uploadFile } from '@/lib/api/upload';
import { readMapping } from '@/lib/import-mapping';
import { MappingFields } from './mapping-fields';

type From = 'path' | 'upload';

export function ImportForm({ catalogNames }: { catalogNames: string[] }) {
  const router = useRouter();
  const [from, setFrom] = useState<From>('path');
  const start = useMutation(ImportCatalogMutation);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const answer = await start.run(async () => ({ input: await readInput(form, from) }));
    if (answer) router.push(`/catalog/imports/${answer.importCatalog.id}`);
  };
  return (
    <Card className="max-w-3xl">
      <CardBody>
        <form onSubmit={submit} className="grid gap-6">
          <Field id="catalog" label="Catalog" hint="An existing name adds to that catalog.">
            <Input
              id="catalog"
              name="catalog"
              required
              list="catalog-names"
              aria-describedby="catalog-hint"
              placeholder="shop"
            />
            <datalist id="catalog-names">
              {catalogNames.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </Field>
          <div className="grid justify-items-start gap-3">
            <Segmented
              label="Where the CSV comes from"
              value={from}
              onChange={setFrom}
              options={[
                { value: 'path', label: 'File on the server' },
                { value: 'upload', label: 'Upload a file' },
              ]}
            />
            {from === 'path' ? (
              <Field id="path" label="Path of the CSV" className="w-full">
                <Input id="path" name="path" required placeholder="/data/import/products.csv" />
              </Field>
            ) : (
              <Field id="csvFile" label="CSV file" className="w-full">
                <Input
                  id="csvFile"
                  name="csvFile"
                  type="file"
                  required
                  accept=".csv,.tsv,text/csv"
                  className="h-auto py-2"
                />
              </Field>
            )}
          </div>
          <Field
            id="imageDirectory"
            label="Folder with the images"
            hint="A folder on the server, under a root the operator allowed (IMPORT_ROOTS). Left empty, products come without pictures."
          >
            <Input
              id="imageDirectory"
              name="imageDirectory"
              aria-describedby="imageDirectory-hint"
              placeholder="/data/import/images"
            />
          </Field>
          <MappingFields />
          <InlineFailure failure={start.failure} />
          <Button type="submit" disabled={start.pending} className="justify-self-start">
            {start.pending ? 'Starting…' : 'Start import'}
          </Button>
        </form>
      </CardBody>
    </Card>
  );
}

async function readInput(form: FormData, from: From) {
  const file = form.get('csvFile');
  const upload = from === 'upload' && file instanceof File;
  return {
    catalog: String(form.get('catalog')).trim(),
    path: upload ? undefined : String(form.get('path')).trim(),
    uploadId: upload ? await uploadFile('CATALOG_FEED', file) : undefined,
    imageDirectory: String(form.get('imageDirectory')).trim() || undefined,
    mapping: readMapping(form),
  };
}
