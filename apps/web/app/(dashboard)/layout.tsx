import type { ReactNode } from 'react';
import { tryQuery } from '@/lib/api/server';
import { StageCountsQuery } from '@/lib/api/status';
import { stageStates } from '@/lib/stages';
import { Logo } from './_components/logo';
import { StageNav, type StageStates } from './_components/stage-nav';
import { ThemeSwitch } from './_components/theme-switch';

/** Everything shown here is read when the page is asked for, never at build time. */
export const dynamic = 'force-dynamic';

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { data } = await tryQuery(StageCountsQuery, {});
  const states: StageStates | null = data ? stageStates(data) : null;
  return (
    <div className="lg:grid lg:min-h-dvh lg:grid-cols-[14.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-primary px-4 py-2 text-primary-foreground focus:translate-y-0"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-30 border-b bg-background/95 backdrop-blur lg:h-dvh lg:border-r lg:border-b-0 lg:px-3 lg:py-5">
        <div className="flex items-center justify-between px-4 pt-2 lg:px-2 lg:pt-0">
          <Logo />
          <ThemeSwitch />
        </div>
        <StageNav initial={states} />
      </header>
      <main
        id="content"
        className="mx-auto w-full max-w-[92rem] px-4 pt-6 pb-16 sm:px-6 lg:px-10 lg:pt-9"
      >
        {children}
      </main>
    </div>
  );
}
