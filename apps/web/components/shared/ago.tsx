'use client';

import { useEffect, useState } from 'react';
import { formatAgo } from '@/lib/format';

/** How long ago, kept right while the page stays open; the exact instant on hover. */
export function Ago({ at }: { at: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={at} suppressHydrationWarning className="whitespace-nowrap">
      {formatAgo(at, now)}
    </time>
  );
}
