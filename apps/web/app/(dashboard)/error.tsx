'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { PageFailure } from '@/components/shared/failure';
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
    <PageFailure failure={describeFailure(error)}>
      <Button variant="outline" onClick={again}>
        Try again
      </Button>
    </PageFailure>
  );
}
