/** Sources in words: how often, and what came of the last time. */

import type { ImportSourceRowFragment } from '../api/generated/graphql';
import { formatCount, plural } from '../format';
import { isActive } from '../job';

export const intervals = [
  { minutes: 15, name: 'every 15 minutes' },
  { minutes: 60, name: 'every hour' },
  { minutes: 6 * 60, name: 'every 6 hours' },
  { minutes: 12 * 60, name: 'every 12 hours' },
  { minutes: 24 * 60, name: 'every day' },
  { minutes: 7 * 24 * 60, name: 'every week' },
] as const;

/** 360 -> "every 6 hours", also for intervals that the form does not offer. */
export function intervalName(minutes: number): string {
  const offered = intervals.find((interval) => interval.minutes === minutes);
  if (offered) return offered.name;
  if (minutes % 1440 === 0) return `every ${plural(minutes / 1440, 'day')}`;
  if (minutes % 60 === 0) return `every ${plural(minutes / 60, 'hour')}`;
  return `every ${plural(minutes, 'minute')}`;
}

/** "in 4 min", "in 5 h", "in 3 days"; "due" when its time has come. */
export function formatUntil(iso: string, now: number): string {
  const minutes = Math.ceil((Date.parse(iso) - now) / 60_000);
  if (minutes <= 0) return 'due';
  if (minutes < 90) return `in ${minutes} min`;
  if (minutes < 36 * 60) return `in ${Math.round(minutes / 60)} h`;
  return `in ${Math.round(minutes / 1440)} days`;
}

type Result = Pick<ImportSourceRowFragment, 'lastOutcome' | 'error' | 'lastRun'>;

/** What came of the last time. An import that was started may have failed since. */
export function lastResult({ lastOutcome, error, lastRun }: Result): {
  tone: 'plain' | 'query' | 'positive' | 'negative';
  word: string;
  detail: string | null;
} {
  if (!lastOutcome) return { tone: 'plain', word: 'Not run yet', detail: null };
  if (lastOutcome === 'FAILED') return { tone: 'negative', word: 'Failed', detail: error ?? null };
  if (lastOutcome === 'UNCHANGED') {
    return { tone: 'plain', word: 'Unchanged', detail: 'The feed was as at the last import.' };
  }
  if (lastRun && isActive(lastRun.status)) {
    return { tone: 'query', word: 'Importing', detail: null };
  }
  if (lastRun?.status === 'FAILED' || lastRun?.status === 'CANCELLED') {
    const word = lastRun.status === 'FAILED' ? 'Failed' : 'Cancelled';
    return { tone: 'negative', word, detail: lastRun.error ?? null };
  }
  return { tone: 'positive', word: 'Imported', detail: lastRun ? changesOf(lastRun) : null };
}

function changesOf(run: NonNullable<Result['lastRun']>): string {
  const counts = [
    [run.created, 'created'],
    [run.updated, 'updated'],
    [run.removed, 'removed'],
    [run.failed, 'left out'],
  ] as const;
  const shown = counts.filter(([count]) => count > 0);
  return (
    shown.map(([count, word]) => `${formatCount(count)} ${word}`).join(', ') || 'nothing changed'
  );
}
