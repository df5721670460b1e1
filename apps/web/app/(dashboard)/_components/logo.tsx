import Link from 'next/link';

/** Two pictures, one partly lying on the other: alike, not the same. */
export function Logo() {
  return (
    <Link href="/" className="flex items-center gap-2.5 rounded-sm">
      <svg viewBox="0 0 24 24" className="size-6" aria-hidden>
        <rect
          x="2.2"
          y="2.2"
          width="12.6"
          height="12.6"
          rx="2.6"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.2"
        />
        <rect
          x="9.5"
          y="9.5"
          width="12.6"
          height="12.6"
          rx="2.6"
          className="fill-primary"
          fillOpacity="0.85"
        />
      </svg>
      <span className="font-semibold text-lg tracking-tight">Semblance</span>
    </Link>
  );
}
