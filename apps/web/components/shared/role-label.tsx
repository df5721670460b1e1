import { Check, Crosshair, X } from 'lucide-react';
import { cn } from '@/lib/class-names';

export type TripletRole = 'query' | 'positive' | 'negative';

const looks = {
  query: { word: 'Query', colour: 'text-query', Icon: Crosshair },
  positive: { word: 'Positive', colour: 'text-positive', Icon: Check },
  negative: { word: 'Negative', colour: 'text-negative', Icon: X },
} as const;

/** The part a picture plays, as icon, word and colour. */
export function RoleLabel({ part, className }: { part: TripletRole; className?: string }) {
  const { word, colour, Icon } = looks[part];
  return (
    <span className={cn('flex items-center gap-1 font-medium', colour, className)}>
      <Icon aria-hidden className="size-3.5" />
      {word}
    </span>
  );
}
