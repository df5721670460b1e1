import Link from 'next/link';
import { EmptyState } from '@/components/shared/empty-state';
import { Button } from '@/components/ui/button';

export default function MissingThing() {
  return (
    <EmptyState title="This is not here, or no longer">
      <p>It may have been deleted, or the address was mistyped.</p>
      <Button asChild>
        <Link href="/">Go to the overview</Link>
      </Button>
    </EmptyState>
  );
}
