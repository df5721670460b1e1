import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Env } from '../../env.ts';
import { badInput } from '../../errors.ts';
import type { Fetcher } from '../../fetch/fetcher.ts';
import { checkImportPath } from '../../storage/importPath.ts';
import type { Storage } from '../../storage/storage.ts';
import type { UploadsService } from '../../uploads/service.ts';
import { fetchFeed } from './files/fetchFeed.ts';
import type { FeedFormat } from './format.ts';
import type { FeedHints } from './identifyFeed.ts';
import type { GivenMapping } from './mapping.ts';
import { type ObtainedFeed, obtainFeed } from './obtainFeed.ts';
import { type FeedSample, sampleFeed } from './sampleFeed.ts';

/** Where a feed is, and what a person says of it. Exactly one of path, uploadId and address. */
export interface FeedInput extends FeedHints {
  /** File, zip or folder on the server. */
  readonly path?: string | null | undefined;
  readonly uploadId?: string | null | undefined;
  /** http or https; fetched now, and read from the copy here. */
  readonly address?: string | null | undefined;
  readonly imageDirectory?: string | null | undefined;
  /**
   * Left out: what was saved for the catalog, or the format prescribes, or is guessed. What it names
   * goes before what the format prescribes or is guessed.
   */
  readonly mapping?: GivenMapping | null | undefined;
  /** Where the feed at the address was brought a moment ago; never from outside. */
  readonly copy?: string;
  /** The operator's own command line may read anywhere; everybody else under IMPORT_ROOTS. */
  readonly trusted?: boolean;
}

/** A feed that was found, recognised and looked into. */
export interface OpenedFeed extends ObtainedFeed, FeedSample {
  readonly source: string;
}

export interface NamedFeed extends OpenedFeed {
  /** What a person calls it: the name of its file. */
  readonly name: string;
}

interface FoundSource {
  /** On this machine. */
  readonly path: string;
  readonly name: string;
}

export interface OpenFeedDeps {
  readonly env: Pick<Env, 'importRoots'>;
  readonly storage: Pick<Storage, 'feedsDir'>;
  readonly uploads: Pick<UploadsService, 'requireUpload'>;
  readonly fetcher: Fetcher;
}

/** The feed that an input names, recognised, with the columns it has. @throws BAD_INPUT */
export async function openFeed(deps: OpenFeedDeps, input: FeedInput): Promise<NamedFeed> {
  const roots = input.trusted ? undefined : deps.env.importRoots;
  const { path: source, name } = await sourceOf(deps, input, roots);
  const obtained = await obtainFeed(source, deps.storage.feedsDir, input);
  const imageDirectory = input.imageDirectory
    ? await checkImportPath('imageDirectory', input.imageDirectory, 'folder', roots)
    : obtained.imageDirectory;
  return { ...obtained, ...(await sampleFeed(obtained.feed)), source, name, imageDirectory };
}

async function sourceOf(
  { storage, uploads, fetcher }: OpenFeedDeps,
  { path, uploadId, address, copy }: FeedInput,
  roots: readonly string[] | undefined,
): Promise<FoundSource> {
  if ([path, uploadId, address].filter(Boolean).length !== 1) {
    throw badInput('path', 'Give one of path, uploadId and address.');
  }
  if (address) {
    const fetched = copy ?? (await fetchFeed(fetcher, address, storage.feedsDir)).path;
    return { path: fetched, name: nameOfAddress(address) };
  }
  if (uploadId) {
    const upload = await uploads.requireUpload(uploadId, 'CATALOG_FEED');
    return { path: upload.path, name: upload.name ?? UPLOADED };
  }
  const found = await checkImportPath('path', path as string, 'file or folder', roots);
  return { path: found, name: basename(found) };
}

/** What an upload is called that came without a name. */
const UPLOADED = 'Uploaded file';

/** The file that an address names, or else its host. */
export function nameOfAddress(address: string): string {
  if (!URL.canParse(address)) return address;
  const { host, pathname } = new URL(address);
  const file = pathname.split('/').findLast((part) => part !== '');
  return file === undefined ? host : `${decodedText(file)} from ${host}`;
}

function decodedText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What was noted of a feed as it was opened. */
export interface KnownFeed {
  readonly source: string;
  readonly address: string | null;
  readonly format: FeedFormat;
  readonly encoding: string | null;
}

/** Opens a feed again. A fetched copy that is gone, or lies on another machine, is fetched again. */
export async function reopenFeed(deps: OpenFeedDeps, known: KnownFeed): Promise<OpenedFeed> {
  const { feedsDir } = deps.storage;
  const isThere = await access(known.source).then(
    () => true,
    () => false,
  );
  const source =
    isThere || known.address === null
      ? known.source
      : (await fetchFeed(deps.fetcher, known.address, feedsDir)).path;
  const obtained = await obtainFeed(source, feedsDir, known);
  return { ...obtained, ...(await sampleFeed(obtained.feed)), source };
}
