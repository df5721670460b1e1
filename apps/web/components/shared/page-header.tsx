import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

interface PageHeaderProps {
  title: ReactNode;
  /** One sentence on what the page is for. */
  lead?: ReactNode;
  back?: { href: string; name: string };
  actions?: ReactNode;
}

export function PageHeader({ title, lead, back, actions }: PageHeaderProps) {
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
      <div className="min-w-0 max-w-3xl">
        {back ? (
          <Link
            href={back.href}
            className="-ml-1 mb-1 inline-flex items-center gap-0.5 rounded-sm text-muted-foreground text-sm hover:text-foreground"
          >
            <ChevronLeft aria-hidden className="size-4" />
            {back.name}
          </Link>
        ) : null}
        <h1 className="break-words font-semibold text-[1.75rem] leading-tight tracking-[-0.02em]">
          {title}
        </h1>
        {lead ? <div className="mt-1.5 text-muted-foreground">{lead}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  );
}
