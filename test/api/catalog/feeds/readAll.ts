import type { Feed } from '../../../../apps/api/src/catalog/feeds/format.ts';
import { guessMapping } from '../../../../apps/api/src/catalog/feeds/guessMapping.ts';
import {
  type FeedHints,
  identifyFeed,
} from '../../../../apps/api/src/catalog/feeds/identifyFeed.ts';
import { checkMapping } from '../../../../apps/api/src/catalog/feeds/mapping.ts';
import { presetMapping } from '../../../../apps/api/src/catalog/feeds/presets.ts';
import type { ProductDraft } from '../../../../apps/api/src/catalog/feeds/productDraft.ts';
import { sampleFeed } from '../../../../apps/api/src/catalog/feeds/sampleFeed.ts';
import { readBatches } from '../../../../apps/api/src/catalog/imports/readBatches.ts';

/** What became of one row: the product, and the issues as "CODE field" or "CODE". */
export interface Outcome {
  readonly row: number;
  readonly product: ProductDraft | null;
  readonly issues: readonly string[];
}

/** Reads a feed as an import does, with the mapping that would be offered. */
export async function readAll(
  path: string,
  hints: FeedHints = {},
): Promise<{ feed: Feed; outcomes: Outcome[]; rows: number }> {
  const feed = await identifyFeed(path, hints);
  const { columns } = await sampleFeed(feed);
  const mapping =
    presetMapping(feed.format, columns.names) ?? guessMapping(columns.names, columns.isWhole);
  checkMapping(mapping, columns);
  const outcomes = new Map<
    number,
    { row: number; product: ProductDraft | null; issues: string[] }
  >();
  const at = (row: number) => {
    const outcome = outcomes.get(row) ?? { row, product: null, issues: [] };
    outcomes.set(row, outcome);
    return outcome;
  };
  let rows = 0;
  for await (const batch of readBatches(feed, mapping, 'IGNORE_FAILED')) {
    rows += batch.rows;
    for (const draft of batch.drafts) at(draft.row).product = draft;
    for (const { row, code, field } of batch.issues) {
      at(row).issues.push(field === null ? code : `${code} ${field}`);
    }
  }
  return { feed, rows, outcomes: [...outcomes.values()].sort((a, b) => a.row - b.row) };
}
