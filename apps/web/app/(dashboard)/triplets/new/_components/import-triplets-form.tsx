'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/field';
import { ApiError } from '@/lib/api/errors';
import type { Split, TripletCsvInput } from '@/lib/api/generated/graphql';
import { ImportTripletsMutation } from '@/lib/api/triplets';
import { uploadFile } from '@/lib/api/upload';
import { useMutation } from '@/lib/api/use-mutation';
import { splits } from '@/lib/splits';
import { CatalogAndName } from './catalog-and-name';

interface Props {
  catalogs: { id: string; name: string; productCount: number }[];
}

/** Published triplets: one CSV for each split, uploaded or already on the server. */
export function ImportTripletsForm({ catalogs }: Props) {
  const router = useRouter();
  const make = useMutation(ImportTripletsMutation);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const answer = await make.run(async () => ({
      input: {
        name: String(form.get('name')).trim(),
        catalogId: String(form.get('catalogId')),
        files: await readFiles(form),
      },
    }));
    if (answer) router.push(`/triplets/${answer.importTriplets.id}`);
  };
  return (
    <form onSubmit={submit} className="grid gap-6">
      <CatalogAndName catalogs={catalogs} />
      <p className="text-muted-foreground text-sm">
        Headerless rows of three image names,{' '}
        <code className="font-mono">query,positive,negative</code>. Each bad row is reported with
        its number; the others are taken.
      </p>
      {splits.map(({ split, name }) => (
        <SplitFile key={split} split={split} name={name} />
      ))}
      <InlineFailure failure={make.failure} />
      <Button type="submit" disabled={make.pending} className="justify-self-start">
        {make.pending ? 'Starting…' : 'Import triplets'}
      </Button>
    </form>
  );
}

/** The CSV of one split: uploaded, or a path on the server. */
function SplitFile({ split, name }: { split: Split; name: string }) {
  return (
    <fieldset className="grid gap-2 sm:grid-cols-2">
      <legend className="mb-1.5 font-medium text-sm">{name}</legend>
      <Input
        type="file"
        name={`file.${split}`}
        accept=".csv,text/csv"
        aria-label={`${name} CSV to upload`}
        className="h-auto py-2"
      />
      <Input
        name={`path.${split}`}
        aria-label={`${name} CSV on the server`}
        placeholder="or a path on the server"
        className="h-auto py-2"
      />
    </fieldset>
  );
}

async function readFiles(form: FormData) {
  const files: TripletCsvInput[] = [];
  for (const { split } of splits) {
    const file = form.get(`file.${split}`);
    const path = String(form.get(`path.${split}`)).trim();
    if (file instanceof File && file.size > 0) {
      files.push({ split, csvUploadId: await uploadFile('TRIPLET_CSV', file) });
    } else if (path) {
      files.push({ split, csvPath: path });
    }
  }
  if (files.length > 0) return files;
  throw new ApiError({ code: 'BAD_INPUT', message: 'Give a CSV for at least one split.' });
}
