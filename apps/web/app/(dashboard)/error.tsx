'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { Failure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { describeFailure } from '@/lib/api/errors';

export default function DashboardError({ error, reset }: { error: Error; reset: () => void }) {
  const router = useRouter();
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <Failure failure={describeFailure(error)}>
      <Button variant="outline" onClick={again}>
        Try again
      </Button>
    </Failure>
  );
}
