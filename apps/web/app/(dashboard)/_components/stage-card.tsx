import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Photo } from '@/components/shared/photo';
import { cn } from '@/lib/class-names';
import { type StageState, stateWords } from '@/lib/stages';
import { StateMark } from './stage-nav';

interface StageCardProps {
  name: string;
  href: string;
  state: StageState;
  figure: string;
  unit: string;
  detail: string;
  children: ReactNode;
}

/** One stage as a card that is one link. */
export function StageCard({ name, href, state, figure, unit, detail, children }: StageCardProps) {
  return (
    <li className="group relative grid grid-cols-[minmax(0,1fr)] content-start gap-3 rounded-lg border bg-card p-4 transition-colors hover:border-ring/60">
      <h2 className="flex items-center gap-2 font-medium">
        <StateMark state={state} className="bg-card" />
        <Link
          href={href}
          className="outline-none after:absolute after:inset-0 after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-ring"
        >
          {name}
          <span className="sr-only">, {stateWords[state]}</span>
        </Link>
        <ArrowRight
          aria-hidden
          className="ml-auto size-4 text-muted-foreground/60 transition-transform group-hover:translate-x-0.5"
        />
      </h2>
      {children}
      <p className="tnum leading-tight">
        <span
          className={cn(
            'font-semibold text-2xl tracking-tight',
            state === 'empty' && 'text-muted-foreground',
          )}
        >
          {figure}
        </span>{' '}
        <span className="text-sm">{unit}</span>
        <span className="mt-1 line-clamp-2 block text-muted-foreground text-sm leading-snug">
          {detail}
        </span>
      </p>
    </li>
  );
}

interface PicturesProps {
  pictures: { key: string; src: string | null | undefined; frame?: string }[];
}

const places = 3;

/** A row of small pictures; empty places are kept, so that cards stay aligned. */
export function Pictures({ pictures }: PicturesProps) {
  const empty = Math.max(0, places - pictures.length);
  return (
    <div aria-hidden className="flex h-12 gap-1">
      {pictures.slice(0, places).map(({ key, src, frame }) => (
        <Photo
          key={key}
          src={src}
          alt=""
          eager
          className={cn('size-12 shrink-0 rounded-md', frame && 'border-2', frame)}
        />
      ))}
      {['a', 'b', 'c'].slice(0, empty).map((key) => (
        <span key={key} className="size-12 shrink-0 rounded-md border border-dashed" />
      ))}
    </div>
  );
}
