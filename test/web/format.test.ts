import { describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatDuration,
  formatMetric,
  formatPercent,
  formatPrice,
  formatValue,
  humanize,
  plural,
  shareOf,
} from '../../apps/web/lib/format.ts';

describe('formatPercent', () => {
  it('does not call unfinished work finished', () => {
    expect(formatPercent(7123 / 7124)).toBe('99%');
    expect(formatPercent(0.9999, 1)).toBe('99.9%');
    expect(formatPercent(1)).toBe('100%');
  });

  it('shows a dash for what is not a number', () => {
    expect(formatPercent(Number.NaN)).toBe('–');
  });
});

describe('share', () => {
  it('is 0 while the total is unknown', () => {
    expect(shareOf(5, null)).toBe(0);
    expect(shareOf(5, 0)).toBe(0);
  });

  it('stays within 0 and 1', () => {
    expect(shareOf(12, 10)).toBe(1);
    expect(shareOf(3, 4)).toBe(0.75);
  });
});

describe('formatMetric', () => {
  it('keeps small learning rates apart', () => {
    expect(formatMetric(0.002)).not.toBe(formatMetric(0.0016));
    expect(formatMetric(0.0004)).toBe('4.0e-4');
  });

  it('drops places from large values', () => {
    expect(formatMetric(0.1234)).toBe('0.123');
    expect(formatMetric(42.63)).toBe('42.6');
    expect(formatMetric(21_927_744)).toBe('21,927,744');
  });
});

describe('formatPrice', () => {
  it('writes a currency with its sign', () => {
    expect(formatPrice('1299.5', 'EUR')).toBe('€1,299.50');
  });

  it('does without a currency it does not know', () => {
    expect(formatPrice('12', null)).toBe('12.00');
    expect(formatPrice('on request', 'EUR')).toBe('on request');
    expect(formatPrice(null, 'EUR')).toBeNull();
  });
});

describe('formatDuration', () => {
  it('uses the two largest units', () => {
    expect(formatDuration(8.4)).toBe('8 s');
    expect(formatDuration(200)).toBe('3 min 20 s');
    expect(formatDuration(180)).toBe('3 min');
    expect(formatDuration(2 * 3600 + 5 * 60 + 59)).toBe('2 h 5 min');
  });
});

describe('formatAgo', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');

  it('goes from moments to a date', () => {
    expect(formatAgo('2026-03-10T11:59:50Z', now)).toBe('just now');
    expect(formatAgo('2026-03-10T11:56:00Z', now)).toBe('4 min ago');
    expect(formatAgo('2026-03-10T09:00:00Z', now)).toBe('3 h ago');
    expect(formatAgo('2026-03-09T10:00:00Z', now)).toBe('yesterday');
    expect(formatAgo('2026-03-01T10:00:00Z', now)).toBe('1 Mar 2026');
  });
});

describe('words', () => {
  it('turns names of code into words', () => {
    expect(humanize('baseColour')).toBe('Base colour');
    expect(humanize('OUT_OF_STOCK')).toBe('Out of stock');
  });

  it('counts in singular and plural', () => {
    expect(plural(1, 'image')).toBe('1 image');
    expect(plural(7124, 'image')).toBe('7,124 images');
  });

  it('writes nested values on one line', () => {
    expect(formatValue({ catalog: 0.5, wildShare: [1, true] })).toBe(
      'catalog 0.5, wild share 1, yes',
    );
    expect(formatValue(null)).toBe('–');
  });
});
