import Link from 'next/link';
import { PageHeader } from '@/components/shared/page-header';
import { Button } from '@/components/ui/button';

interface MissingPageProps {
  title: string;
  /** The list in which the thing would be. */
  back: { href: string; name: string };
}

/** For an address whose thing is not there: says so, and leads back to those that are. */
export function MissingPage({ title, back }: MissingPageProps) {
  return (
    <>
      <PageHeader
        title={title}
        lead="It may have been deleted since, or the address was mistyped."
        back={back}
      />
      <Button asChild>
        <Link href={back.href}>Go to {back.name.toLowerCase()}</Link>
      </Button>
    </>
  );
}
