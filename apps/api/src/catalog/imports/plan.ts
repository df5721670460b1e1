import { isWarning, type RowIssue } from '../feeds/productDraft.ts';
import type { ProductWrite, StoredProduct } from './batchStore.ts';
import { type Example, type ImportPlan, OUTCOMES } from './example.ts';
import type { Vanished } from './removal.ts';

/** Of each outcome; enough to see whether the mapping is right. */
const EXAMPLES = 10;

/** Keeps the first examples of each outcome. */
export function firstExamples(examples: readonly Example[]): Example[] {
  const byOutcome = Map.groupBy(examples, ({ outcome }) => outcome);
  return OUTCOMES.flatMap((outcome) => (byOutcome.get(outcome) ?? []).slice(0, EXAMPLES));
}

export function planOf(
  vanished: Vanished,
  examples: readonly Example[],
  warnings: readonly string[],
): ImportPlan {
  const removals = vanished.first.map(({ externalId, title }): Example => {
    return { outcome: 'REMOVE', row: null, externalId, title, reasons: ['is not in the feed'] };
  });
  return { removed: vanished.count, examples: firstExamples([...examples, ...removals]), warnings };
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
  const errors = batch.issues.filter(({ code }) => !isWarning(code));
  const byRow = Map.groupBy(errors, ({ row }) => row);
  const invalid = [...byRow].map(([row, issues]): Example => {
    const externalId = issues[0]?.externalId ?? null;
    const reasons = issues.map(({ code, message }) => `${code}: ${message}`);
    return { outcome: 'INVALID', row, externalId, title: null, reasons };
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
