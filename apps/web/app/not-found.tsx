import Link from 'next/link';
import { EmptyState } from '@/components/shared/empty-state';
import { Button } from '@/components/ui/button';

export default function NotFound() {
  return (
    <main className="mx-auto max-w-xl px-4 py-24">
      <EmptyState title="There is nothing at this address">
        <p>It may have been deleted, or the address was mistyped.</p>
        <Button asChild>
          <Link href="/">Go to the overview</Link>
        </Button>
      </EmptyState>
    </main>
  );
}
