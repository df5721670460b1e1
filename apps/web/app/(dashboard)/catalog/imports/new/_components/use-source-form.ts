'use client';

import { type FormEvent, useState } from 'react';
import { ApiError } from '@/lib/api/errors';
import { uploadFile } from '@/lib/api/upload';
import { useAction } from '@/lib/api/use-action';
import type { FeedSource } from './feed-source';

/** Where a feed comes from: sent by the browser, fetched, or read on the server. */
export type Origin = 'upload' | 'address' | 'path';

/** The first step's form: what was chosen, and handing it on once a file was sent. */
export function useSourceForm(onReady: (source: FeedSource) => void) {
  const [origin, setOrigin] = useState<Origin>('upload');
  const { file, setFile, upload } = useUploadOnce();
  const { act, pending, failure } = useAction();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim() || undefined;
    const source = await act(async () => ({
      ...(origin === 'upload' ? { uploadId: await upload() } : { [origin]: text(origin) }),
      catalog: text('catalog') ?? '',
      imageDirectory: text('imageDirectory'),
      name: (origin === 'upload' ? file?.name : text(origin)) ?? '',
    }));
    if (source) onReady(source);
  };
  return { origin, setOrigin, file, setFile, submit, pending, failure };
}

/** A chosen file, sent once however often it is asked for. */
function useUploadOnce() {
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState<{ file: File; id: string } | null>(null);
  const upload = async (): Promise<string> => {
    if (!file) throw new ApiError({ code: 'BAD_INPUT', message: 'Choose the file of the feed.' });
    if (sent?.file === file) return sent.id;
    const id = await uploadFile('CATALOG_FEED', file);
    setSent({ file, id });
    return id;
  };
  return { file, setFile, upload };
}
