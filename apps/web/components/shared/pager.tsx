import { ChevronLeft, ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { nextPage, pageNumber, previousPage, type SearchParams } from '@/lib/url-state';

interface PagerProps {
  path: string;
  params: SearchParams;
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

/** Older and newer pages of a list whose place is kept in the address. */
export function Pager({ path, params, pageInfo }: PagerProps) {
  const previous = previousPage(params);
  const next =
    pageInfo.hasNextPage && pageInfo.endCursor ? nextPage(params, pageInfo.endCursor) : null;
  if (!previous && !next) return null;
  return (
    <nav aria-label="Pages" className="mt-8 flex items-center justify-center gap-3">
      <Step href={previous && `${path}${previous}`}>
        <ChevronLeft aria-hidden />
        Previous
      </Step>
      <span className="tnum text-muted-foreground text-sm">Page {pageNumber(params)}</span>
      <Step href={next && `${path}${next}`}>
        Next
        <ChevronRight aria-hidden />
      </Step>
    </nav>
  );
}

function Step({ href, children }: { href: string | null; children: React.ReactNode }) {
  if (!href) {
    return (
      <Button variant="outline" disabled>
        {children}
      </Button>
    );
  }
  return (
    <Button variant="outline" asChild>
      <Link href={href}>{children}</Link>
    </Button>
  );
}
