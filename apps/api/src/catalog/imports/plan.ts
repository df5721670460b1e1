import type { RowIssue } from '../feeds/readProduct.ts';
import type { ProductWrite, StoredProduct } from './batchStore.ts';

export const OUTCOMES = ['CREATE', 'UPDATE', 'REMOVE', 'INVALID'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What a dry run shows of one product, and why it comes out so. */
export interface Example {
  readonly outcome: Outcome;
  readonly row: number | null;
  readonly externalId: string | null;
  readonly title: string | null;
  /** Of an update: each field with its old and new value. Of an invalid row: its issues. */
  readonly reasons: readonly string[];
}

/** Of each outcome; enough to see whether the mapping is right. */
const EXAMPLES = 10;

/** Keeps the first examples of each outcome. */
export function firstExamples(examples: readonly Example[]): Example[] {
  const byOutcome = Map.groupBy(examples, ({ outcome }) => outcome);
  return OUTCOMES.flatMap((outcome) => (byOutcome.get(outcome) ?? []).slice(0, EXAMPLES));
}

export function examplesOf(batch: {
  readonly stored: ReadonlyMap<string, StoredProduct>;
  readonly products: readonly ProductWrite[];
  readonly issues: readonly RowIssue[];
}): Example[] {
  const changes = batch.products.map((product): Example => {
    const { externalId, title, row } = product.draft;
    const before = batch.stored.get(externalId);
    const outcome = before ? 'UPDATE' : 'CREATE';
    return { outcome, row, externalId, title, reasons: before ? changesOf(before, product) : [] };
  });
  const invalid = [...Map.groupBy(batch.issues, ({ row }) => row)].map(([row, issues]): Example => {
    const reasons = issues.map(({ code, message }) => `${code}: ${message}`);
    return {
      outcome: 'INVALID',
      row,
      externalId: issues[0]?.externalId ?? null,
      title: null,
      reasons,
    };
  });
  return firstExamples([...changes, ...invalid]);
}

const COMPARED = [
  'title',
  'brand',
  'category',
  'price',
  'currency',
  'availability',
  'url',
] as const;
const SHOWN_CHARACTERS = 80;

function changesOf(before: StoredProduct, { draft }: ProductWrite): string[] {
  const changed = COMPARED.filter((field) => !isSame(field, before[field], draft[field])).map(
    (field) => `${field}: ${shown(before[field])} → ${shown(draft[field])}`,
  );
  if (before.vanishedAt !== null) changed.unshift('is in the feed again');
  return changed.length > 0 ? changed : ['description, category path, attributes or images'];
}

function isSame(field: string, before: string | null, after: string | null): boolean {
  if (field !== 'price' || before === null || after === null) return before === after;
  return Number(before) === Number(after);
}

const shown = (value: string | null) =>
  value === null ? 'nothing' : `"${value.slice(0, SHOWN_CHARACTERS).toWellFormed()}"`;
