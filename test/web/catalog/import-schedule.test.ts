import { describe, expect, it } from 'vitest';
import {
  formatUntil,
  intervalName,
  lastResult,
} from '../../../apps/web/lib/catalog/import-schedule.ts';

const never = { lastOutcome: null, error: null, lastRun: null };
const counts = { created: 0, updated: 0, removed: 0, failed: 0 };
const run = { id: 'r', ...counts, errorCode: null, error: null };

describe('how often a source is run', () => {
  it('is said in words, also for intervals that the form does not offer', () => {
    expect([60, 1440, 180, 2880, 45].map(intervalName)).toEqual([
      'every hour',
      'every day',
      'every 3 hours',
      'every 2 days',
      'every 45 minutes',
    ]);
  });

  it('and when it is next', () => {
    const now = Date.parse('2026-11-01T12:00:00Z');
    const after = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
    expect([-5, 0.2, 59, 300, 4320].map((minutes) => formatUntil(after(minutes), now))).toEqual([
      'due',
      'in 1 min',
      'in 59 min',
      'in 5 h',
      'in 3 days',
    ]);
  });
});

describe('what came of the last time', () => {
  it.each([
    [{ lastOutcome: null }, 'Not run yet', null],
    [{ lastOutcome: 'FAILED', error: 'answers 500' }, 'Failed', 'answers 500'],
    [{ lastOutcome: 'IMPORTED', lastRun: { ...run, status: 'RUNNING' } }, 'Importing', null],
    [
      { lastOutcome: 'IMPORTED', lastRun: { ...run, status: 'FAILED', error: 'no column' } },
      'Failed',
      'no column',
    ],
    [
      { lastOutcome: 'IMPORTED', lastRun: { ...run, status: 'SUCCEEDED', created: 2, failed: 1 } },
      'Imported',
      '2 created, 1 left out',
    ],
    [
      { lastOutcome: 'IMPORTED', lastRun: { ...run, status: 'SUCCEEDED' } },
      'Imported',
      'nothing changed',
    ],
  ] as const)('%j is "%s"', (source, word, detail) => {
    expect(lastResult({ ...never, ...source })).toMatchObject({ word, detail });
  });
});
