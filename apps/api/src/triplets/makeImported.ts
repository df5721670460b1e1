import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readTripletCsv } from '@semblance/ml';
import type { Split, TripletSet } from '../../../../prisma/client/client.ts';
import { AppError } from '../errors.ts';
import type { MakeResult, MakeRun } from './make.ts';
import type { ImageFact, NewTriplet, TripletIssue } from './store.ts';

export interface TripletFile {
  split: Split;
  /** Where it lies now. */
  path: string;
  /** As people know it. */
  name: string;
}

/** Image names of a catalog to image ids; names that are not there are absent from the map. */
export type FindImages = (names: readonly string[]) => Promise<ReadonlyMap<string, string>>;

interface Row {
  row: number;
  query: string;
  positive: string;
  negative: string;
}

const BATCH = 2_000;
/** Issues kept with the set; all are counted. */
const MAX_ISSUES = 500;
const MEMBERS = ['query', 'positive', 'negative'] as const;

/** Reads the published CSVs, resolves image names and writes the rows that are right. */
export async function makeImported(
  set: TripletSet,
  findImages: FindImages,
  run: MakeRun,
): Promise<MakeResult> {
  const { files } = set.recipe as unknown as { files: TripletFile[] };
  const issues = new IssueList(files.length > 1);
  const sizes = await Promise.all(files.map(({ path }) => sizeOf(path)));
  const bytes = Math.max(
    1,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  let accepted = 0;
  let before = 0;
  for (const [index, file] of files.entries()) {
    for await (const { rows, bytesRead } of batchesOf(file, issues)) {
      run.throwIfCancelled();
      const triplets = await resolveRows(set.catalogId, rows, file, findImages, run, issues);
      if (triplets.length > 0) await run.store.insertTriplets(set.id, triplets);
      accepted += triplets.length;
      await run.progress(Math.min(1, (before + bytesRead) / bytes));
    }
    before += sizes[index] ?? 0;
    issues.endFile();
  }
  if (accepted === 0) throw nothingAccepted(issues);
  const shared = files.length > 1 ? await run.store.countSharedImages(set.id) : 0;
  const notes =
    shared === 0
      ? []
      : [`${shared} images occur in more than one split: results on TEST will look too good.`];
  return { recipe: { files, accepted, notes }, issues: issues.kept, issueCount: issues.count };
}

/** Good rows of a file in batches; bad ones go to the list. */
async function* batchesOf(file: TripletFile, issues: IssueList) {
  const stream = createReadStream(file.path);
  let rows: Row[] = [];
  for await (const read of readTripletCsv(stream)) {
    if ('issue' in read) issues.add(file, { row: read.row, ...read.issue });
    else rows.push(read);
    if (rows.length < BATCH) continue;
    yield { rows, bytesRead: stream.bytesRead };
    rows = [];
  }
  yield { rows, bytesRead: stream.bytesRead };
}

async function resolveRows(
  catalogId: string,
  rows: readonly Row[],
  file: TripletFile,
  findImages: FindImages,
  run: MakeRun,
  issues: IssueList,
): Promise<NewTriplet[]> {
  const names = new Set(
    rows.flatMap(({ query, positive, negative }) => [query, positive, negative]),
  );
  const ids = await findImages([...names]);
  const facts = new Map<string, ImageFact[]>();
  for (const fact of await run.store.imageFacts(catalogId, [...new Set(ids.values())])) {
    facts.set(fact.imageId, [...(facts.get(fact.imageId) ?? []), fact]);
  }
  const triplets: NewTriplet[] = [];
  for (const row of rows) {
    const triplet = resolveRow(row, ids, facts);
    if ('code' in triplet) issues.add(file, triplet);
    else triplets.push({ ...triplet, split: file.split });
  }
  return triplets;
}

function resolveRow(
  row: Row,
  ids: ReadonlyMap<string, string>,
  facts: ReadonlyMap<string, ImageFact[]>,
): Omit<NewTriplet, 'split'> | TripletIssue {
  const unknown = MEMBERS.find((member) => !ids.has(row[member]));
  if (unknown !== undefined) {
    const message = `The ${unknown} ${row[unknown]} is no image of this catalog.`;
    return { row: row.row, code: 'UNKNOWN_IMAGE', message };
  }
  const [query, positive, negative] = MEMBERS.map((member) => ids.get(row[member]) as string) as [
    string,
    string,
    string,
  ];
  if (new Set([query, positive, negative]).size < 3) {
    const message = 'Two of the three names are the same picture, byte for byte.';
    return { row: row.row, code: 'SAME_IMAGE', message };
  }
  return {
    row: row.row,
    query,
    positive,
    negative,
    queryKind: queryKindOf(facts.get(query) ?? []),
    negativeKind: negativeKindOf(facts.get(query) ?? [], facts.get(negative) ?? []),
  };
}

function queryKindOf(facts: readonly ImageFact[]): NewTriplet['queryKind'] {
  if (facts.length === 0) return null;
  return facts.some(({ kind }) => kind === 'WILD') ? 'WILD' : 'CATALOG';
}

/** In class: some product of the query's and some of the negative's have one category. */
function negativeKindOf(
  query: readonly ImageFact[],
  negative: readonly ImageFact[],
): NewTriplet['negativeKind'] {
  const known = (facts: readonly ImageFact[]) =>
    facts.flatMap(({ category }) => (category === null ? [] : [category]));
  const own = new Set(known(query));
  const other = known(negative);
  if (own.size === 0 || other.length === 0) return null;
  return other.some((category) => own.has(category)) ? 'IN_CLASS' : 'OUT_OF_CLASS';
}

/** Keeps the first rows that were not accepted, and counts all. */
class IssueList {
  readonly kept: TripletIssue[] = [];
  count = 0;
  #ofEarlierFiles = 0;
  /** With several files a row number alone would say too little. */
  readonly #namesFile: boolean;

  constructor(namesFile: boolean) {
    this.#namesFile = namesFile;
  }

  /** Unknown images are found a batch later than broken lines: back in the order of the file. */
  endFile(): void {
    const own = this.kept.splice(this.#ofEarlierFiles).sort((a, b) => a.row - b.row);
    this.kept.push(...own);
    this.#ofEarlierFiles = this.kept.length;
  }

  add(file: TripletFile, issue: TripletIssue): void {
    this.count++;
    if (this.kept.length >= MAX_ISSUES) return;
    const message = this.#namesFile ? `${file.name}: ${issue.message}` : issue.message;
    this.kept.push({ row: issue.row, code: issue.code, message });
  }
}

/** A set without a row is no set; the error carries the list, for the row of the set. */
function nothingAccepted(issues: IssueList): AppError {
  const [first] = issues.kept;
  const message = first
    ? `No row could be used; ${issues.count} were refused. Row ${first.row}: ${first.message}`
    : 'The file holds no triplets: each line should be query,positive,negative.';
  return new AppError('TRIPLETS_EMPTY', message, { issues: issues.kept, issueCount: issues.count });
}

async function sizeOf(path: string): Promise<number> {
  const facts = await stat(path).catch(() => null);
  if (facts?.isFile()) return facts.size;
  throw new AppError('BAD_INPUT', `There is no file at ${path}.`, { field: 'csvPath', path });
}
