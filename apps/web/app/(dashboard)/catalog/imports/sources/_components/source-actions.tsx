'use client';

import { Pause, Play, RefreshCw, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { useToast } from '@/components/ui/toaster';
import type { ImportSourceRowFragment } from '@/lib/api/generated/graphql';
import {
  DeleteImportSourceMutation,
  RunImportSourceMutation,
  UpdateImportSourceMutation,
} from '@/lib/api/sources';
import { useMutation } from '@/lib/api/use-mutation';

/** Run now, pause or resume, and remove once that was said twice. */
export function SourceActions({ source }: { source: ImportSourceRowFragment }) {
  const { id, enabled, address } = source;
  const router = useRouter();
  const toast = useToast();
  const run = useMutation(RunImportSourceMutation);
  const update = useMutation(UpdateImportSourceMutation);
  const [removing, setRemoving] = useState(false);
  const runNow = async () => {
    if (!(await run.run({ id }))) return;
    toast('success', `${address} is fetched now.`);
    router.refresh();
  };
  const toggle = async () => {
    if (await update.run({ id, enabled: !enabled })) router.refresh();
  };
  if (removing) return <RemovalQuestion id={id} onKeep={() => setRemoving(false)} />;
  return (
    <div className="grid content-start gap-2 lg:justify-items-end">
      <div className="flex flex-wrap gap-2">
        <Button size="small" variant="outline" disabled={run.pending} onClick={runNow}>
          <RefreshCw aria-hidden />
          Run now
        </Button>
        <Button size="small" variant="outline" disabled={update.pending} onClick={toggle}>
          {enabled ? <Pause aria-hidden /> : <Play aria-hidden />}
          {enabled ? 'Pause' : 'Resume'}
        </Button>
        <Button size="small" variant="danger" onClick={() => setRemoving(true)}>
          <Trash2 aria-hidden />
          Remove
        </Button>
      </div>
      <InlineFailure failure={run.failure ?? update.failure} />
    </div>
  );
}

function RemovalQuestion({ id, onKeep }: { id: string; onKeep: () => void }) {
  const router = useRouter();
  const toast = useToast();
  const removal = useMutation(DeleteImportSourceMutation);
  const keep = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone; the answer that changes nothing takes its place.
  useEffect(() => keep.current?.focus(), []);
  const remove = async () => {
    if (!(await removal.run({ id }))) return;
    toast('success', 'The source was removed.');
    router.refresh();
  };
  return (
    <fieldset className="grid max-w-sm content-start gap-2 lg:justify-items-end">
      <legend className="mb-2 text-sm">
        No longer import from this address? What was imported stays.
      </legend>
      <div className="flex flex-wrap gap-2">
        <Button size="small" variant="outline" ref={keep} onClick={onKeep}>
          Keep it
        </Button>
        <Button size="small" variant="danger" disabled={removal.pending} onClick={remove}>
          Remove source
        </Button>
      </div>
      <InlineFailure failure={removal.failure} />
    </fieldset>
  );
}
