'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTransition } from 'react';
import { type SearchParams, withParams } from '@/lib/url-state';

type Changes = Parameters<typeof withParams>[1];

/** Back to the first page, which a change of what is listed asks for. */
export const startAgain = { after: undefined, trail: undefined, show: undefined };

/** Reads and replaces this page's address parameters; `pending` until the server has answered. */
export function useAddress() {
  const router = useRouter();
  const pathname = usePathname();
  const current = useSearchParams();
  const [pending, startTransition] = useTransition();
  const params: SearchParams = {};
  for (const name of new Set(current.keys())) params[name] = current.getAll(name);
  const change = (changes: Changes) =>
    startTransition(() =>
      router.push(`${pathname}${withParams(params, changes)}`, { scroll: false }),
    );
  return { params, change, pending };
}
