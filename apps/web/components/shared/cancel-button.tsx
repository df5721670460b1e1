'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { useToast } from '@/components/ui/toaster';
import type { JobStateFragment, TypedDocumentString } from '@/lib/api/generated/graphql';
import { useMutation } from '@/lib/api/use-mutation';
import { InlineFailure } from './failure';

interface CancelButtonProps<Result> {
  mutation: TypedDocumentString<Result, { id: string }>;
  job: JobStateFragment;
  /** What to say once it was asked. */
  message?: string;
  children: ReactNode;
}

/** Asks a job to stop. */
export function CancelButton<Result>(props: CancelButtonProps<Result>) {
  const router = useRouter();
  const toast = useToast();
  const { run, pending, failure } = useMutation(props.mutation);
  const cancel = async () => {
    if (!(await run({ id: props.job.id }))) return;
    if (props.message) toast('success', props.message);
    router.refresh();
  };
  return (
    <div className="grid justify-items-end gap-2">
      <Button
        variant="danger"
        size="small"
        disabled={pending || props.job.cancelRequested}
        onClick={cancel}
      >
        {props.children}
      </Button>
      <InlineFailure failure={failure} />
    </div>
  );
}
