import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readTripletCsv } from '@semblance/ml';
import { AppError } from '../errors.ts';
import type { MakeResult, MakeRun } from './make.ts';
import type { ImageUse, NewTriplet } from './makingStore.ts';
import type { ImportedRecipe } from './recipe.ts';
import { RefusedRows, type TripletFile } from './refusedRows.ts';
import type { TripletIssue } from './tripletSet.ts';

/** Image names of a catalog to image ids; names that are not there are absent from the map. */
export type FindImages = (names: readonly string[]) => Promise<ReadonlyMap<string, string>>;

interface Row {
  row: number;
  query: string;
  positive: string;
  negative: string;
}

const BATCH = 2_000;
const MEMBERS = ['query', 'positive', 'negative'] as const;

interface ImportedSet {
  id: string;
  catalogId: string;
  recipe: ImportedRecipe;
}

/** Reads the published CSVs, resolves image names and writes the rows that are right. */
export async function makeImported(
  set: ImportedSet,
  findImages: FindImages,
  run: MakeRun,
): Promise<MakeResult> {
  const { files } = set.recipe;
  const refused = new RefusedRows(files.length > 1);
  const sizes = await Promise.all(files.map(({ path }) => sizeOf(path)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let accepted = 0;
  let before = 0;
  for (const [index, file] of files.entries()) {
    for await (const { rows, bytesRead } of batchesOf(file, refused)) {
      run.throwIfCancelled();
      const triplets = await resolveRows(set.catalogId, rows, file, findImages, run, refused);
      await run.write(triplets);
      accepted += triplets.length;
      run.progress('reading files, in kB', kilobytes(before + bytesRead), kilobytes(total));
    }
    before += sizes[index] ?? 0;
    refused.endFile();
  }
  if (accepted === 0) throw nothingAccepted(refused);
  const notes = files.length > 1 ? await notesOnSharedImages(set.id, run) : [];
  const { kept: issues, count: issueCount } = refused;
  return { recipe: { files, accepted, notes }, issues, issueCount };
}

/** Whole, so that large files fit the row's numbers. */
const kilobytes = (bytes: number) => Math.ceil(bytes / 1000);

async function notesOnSharedImages(setId: string, { store }: MakeRun): Promise<string[]> {
  const shared = await store.countSharedImages(setId);
  if (shared === 0) return [];
  return [`${shared} images occur in more than one split: results on TEST will look too good.`];
}

/** Good rows of a file in batches; bad ones go to the list. */
async function* batchesOf(file: TripletFile, refused: RefusedRows) {
  const stream = createReadStream(file.path);
  let rows: Row[] = [];
  for await (const read of readTripletCsv(stream)) {
    if ('issue' in read) refused.add(file, { row: read.row, ...read.issue });
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
  refused: RefusedRows,
): Promise<NewTriplet[]> {
  const names = new Set(
    rows.flatMap(({ query, positive, negative }) => [query, positive, negative]),
  );
  const ids = await findImages([...names]);
  const uses = new Map<string, ImageUse[]>();
  for (const use of await run.store.imageUses(catalogId, [...new Set(ids.values())])) {
    uses.set(use.imageId, [...(uses.get(use.imageId) ?? []), use]);
  }
  const triplets: NewTriplet[] = [];
  for (const row of rows) {
    const triplet = resolveRow(row, ids, uses);
    if ('code' in triplet) refused.add(file, triplet);
    else triplets.push({ ...triplet, split: file.split });
  }
  return triplets;
}

function resolveRow(
  row: Row,
  ids: ReadonlyMap<string, string>,
  uses: ReadonlyMap<string, ImageUse[]>,
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
    queryKind: queryKindOf(uses.get(query) ?? []),
    negativeKind: negativeKindOf(uses.get(query) ?? [], uses.get(negative) ?? []),
  };
}

function queryKindOf(uses: readonly ImageUse[]): NewTriplet['queryKind'] {
  if (uses.length === 0) return null;
  return uses.some(({ kind }) => kind === 'WILD') ? 'WILD' : 'CATALOG';
}

/** In class: some product of the query's and some of the negative's have one category. */
function negativeKindOf(
  query: readonly ImageUse[],
  negative: readonly ImageUse[],
): NewTriplet['negativeKind'] {
  const known = (uses: readonly ImageUse[]) =>
    uses.flatMap(({ category }) => (category === null ? [] : [category]));
  const own = new Set(known(query));
  const other = known(negative);
  if (own.size === 0 || other.length === 0) return null;
  return other.some((category) => own.has(category)) ? 'IN_CLASS' : 'OUT_OF_CLASS';
}

/** A set without a row is no set; the error carries the list, for the row of the set. */
function nothingAccepted(refused: RefusedRows): AppError {
  const [first] = refused.kept;
  const message = first
    ? `No row could be used; ${refused.count} were refused. Row ${first.row}: ${first.message}`
    : 'The file holds no triplets: each line should be query,positive,negative.';
  return new AppError('TRIPLETS_EMPTY', message, {
    issues: refused.kept,
    issueCount: refused.count,
  });
}

async function sizeOf(path: string): Promise<number> {
  const facts = await stat(path).catch(() => null);
  if (facts?.isFile()) return facts.size;
  throw new AppError('BAD_INPUT', `There is no file at ${path}.`, { field: 'csvPath', path });
}
