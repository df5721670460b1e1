'use client';

import { type FormEvent, useState } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { Field, Input } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { ApiError, type ApiFailure, describeFailure } from '@/lib/api/errors';
import { uploadFile } from '@/lib/api/upload';
import type { FeedSource } from './feed-source';
import { FileDrop } from './file-drop';

type From = 'upload' | 'address' | 'path';

interface SourceStepProps {
  catalogNames: string[];
  onReady: (source: FeedSource) => void;
}

/** The catalog, and a file, an address or a path. A file is sent when the step is left. */
export function SourceStep({ catalogNames, onReady }: SourceStepProps) {
  const [from, setFrom] = useState<From>('upload');
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState<{ file: File; id: string } | null>(null);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  const upload = async (): Promise<string> => {
    if (!file) throw new ApiError({ code: 'BAD_INPUT', message: 'Choose the file of the feed.' });
    if (sent?.file === file) return sent.id;
    const id = await uploadFile('CATALOG_FEED', file);
    setSent({ file, id });
    return id;
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim() || undefined;
    setPending(true);
    setFailure(null);
    try {
      const where = from === 'upload' ? { uploadId: await upload() } : { [from]: text(from) };
      onReady({
        ...where,
        catalog: text('catalog') ?? '',
        imageDirectory: text('imageDirectory'),
        name: from === 'upload' ? (file?.name ?? '') : (text(from) ?? ''),
      });
    } catch (error) {
      setFailure(describeFailure(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <Card className="max-w-3xl">
      <CardBody>
        <form onSubmit={submit} className="grid gap-6">
          <Field
            id="catalog"
            label="Catalog"
            hint="An existing name brings that catalog up to date."
          >
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
              label="Where the feed comes from"
              value={from}
              onChange={setFrom}
              options={[
                { value: 'upload', label: 'A file' },
                { value: 'address', label: 'An address' },
                { value: 'path', label: 'On the server' },
              ]}
            />
            {from === 'upload' ? <FileDrop id="feedFile" file={file} onFile={setFile} /> : null}
            {from === 'address' ? (
              <Field
                id="address"
                label="Address of the feed"
                hint="Public addresses only, unless the operator opened a host (FETCH_ALLOW_HOSTS)."
                className="w-full"
              >
                <Input
                  id="address"
                  name="address"
                  type="url"
                  required
                  aria-describedby="address-hint"
                  placeholder="https://shop.example/feed.xml"
                />
              </Field>
            ) : null}
            {from === 'path' ? (
              <Field
                id="path"
                label="Path of the feed"
                hint="A file, zip or folder under a root the operator allowed (IMPORT_ROOTS)."
                className="w-full"
              >
                <Input
                  id="path"
                  name="path"
                  required
                  aria-describedby="path-hint"
                  placeholder="/data/import/products.csv"
                />
              </Field>
            ) : null}
          </div>
          <Field
            id="imageDirectory"
            label="Folder with the images"
            hint="A folder on the server, for feeds that name image files. Leave empty where they hold addresses, or come as a zip with the images."
          >
            <Input
              id="imageDirectory"
              name="imageDirectory"
              aria-describedby="imageDirectory-hint"
              placeholder="/data/import/images"
            />
          </Field>
          <InlineFailure failure={failure} />
          <Button type="submit" disabled={pending} className="justify-self-start">
            {pending ? 'Sending the file…' : 'Read the feed'}
          </Button>
        </form>
      </CardBody>
    </Card>
  );
}
