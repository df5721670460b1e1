import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Upload } from '../../../../prisma/client/client.ts';
import type { ServiceDeps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import { checkContent } from './checkContent.ts';
import { receiveFile, tooLarge } from './receive.ts';
import { createUploadsStore } from './store.ts';
import { isSignedUpload, signUpload, uploadSecret } from './token.ts';

export const UPLOAD_PURPOSES = [
  'CATALOG_FEED',
  'MODEL_WEIGHTS',
  'QUERY_IMAGE',
  'TRIPLET_CSV',
] as const;
export type UploadPurpose = (typeof UPLOAD_PURPOSES)[number];

export interface UploadTarget {
  readonly id: string;
  /** Proof that the address was given out, see token.ts. */
  readonly token: string;
  readonly expiresAt: Date;
  readonly maxBytes: number;
}

export interface CompletedUpload {
  readonly id: string;
  /** Of the file, as its sender calls it; null when that was not said. */
  readonly name: string | null;
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface ReceiveRequest {
  readonly id: string;
  readonly token: string;
  /** As announced; the bytes are counted too. */
  readonly contentLength?: number;
  readonly body: NodeJS.ReadableStream;
}

export type UploadsDeps = Pick<ServiceDeps, 'env' | 'database' | 'storage'> &
  Partial<Pick<ServiceDeps, 'clock'>>;

export type UploadsService = ReturnType<typeof createUploadsService>;

const LIFETIME_MS = 15 * 60 * 1000;
const KEPT_MS = 24 * 60 * 60 * 1000;
const MAX_IMAGE_BYTES = 20 * 1024 * 1024;

/** Files handed in beside GraphQL: an address is given out, the bytes are PUT there. */
export function createUploadsService(deps: UploadsDeps) {
  const { env, storage, clock = () => new Date() } = deps;
  const store = createUploadsStore(deps.database);
  const pathOf = (id: string) => join(storage.uploadsDir, id);
  const limitOf = (purpose: string) =>
    purpose === 'QUERY_IMAGE' ? Math.min(MAX_IMAGE_BYTES, env.maxUploadBytes) : env.maxUploadBytes;

  return {
    /** @param name of the file, as its sender calls it; folders before it are cut off */
    async createUpload(purpose: UploadPurpose, name?: string | null): Promise<UploadTarget> {
      const { id, expiresAt } = await store.create({
        purpose,
        name: name ? fileName(name) : null,
        expiresAt: new Date(clock().getTime() + LIFETIME_MS),
      });
      const token = signUpload(uploadSecret(env), id, expiresAt);
      return { id, token, expiresAt, maxBytes: limitOf(purpose) };
    },

    /** Takes the bytes sent to a signed address. @throws UPLOAD_INVALID, LIMIT_EXCEEDED, CONFLICT */
    async receive({
      id,
      token,
      contentLength = 0,
      body,
    }: ReceiveRequest): Promise<CompletedUpload> {
      const { purpose, name } = checkOpen(await store.find(id), uploadSecret(env), token, clock());
      const maxBytes = limitOf(purpose);
      if (contentLength > maxBytes) throw tooLarge(maxBytes);
      const path = pathOf(id);
      const { sha256, bytes } = await receiveFile(body, path, maxBytes, (received) =>
        checkContent(purpose, received),
      );
      await store.complete(id, sha256, bytes, clock());
      return { id, name, path, sha256, bytes };
    },

    /** A finished upload of this purpose. @throws NOT_FOUND, UPLOAD_INVALID */
    async requireUpload(id: string, purpose: UploadPurpose): Promise<CompletedUpload> {
      const upload = await store.find(id);
      if (!upload) throw notFound('upload', id);
      if (upload.purpose !== purpose) {
        throw invalid(`Upload ${id} was made for ${upload.purpose}, not for ${purpose}.`);
      }
      const path = pathOf(id);
      const there = upload.completedAt !== null && (await isReadable(path));
      if (!there) throw invalid(`Upload ${id} has no file: PUT it to its address first.`);
      const { name, sha256, bytes } = upload;
      return { id, name, path, sha256: sha256 ?? '', bytes: bytes ?? 0 };
    },

    /** Deletes uploads older than a day. @returns how many */
    async removeOld(): Promise<number> {
      const old = await store.createdBefore(new Date(clock().getTime() - KEPT_MS));
      for (const { id } of old) {
        await rm(pathOf(id), { force: true });
        await rm(`${pathOf(id)}.part`, { force: true });
        await store.remove(id);
      }
      return old.length;
    },
  };
}

/** The upload, if its address is one of ours and still open. @throws UPLOAD_INVALID, CONFLICT */
function checkOpen(upload: Upload | null, secret: string, token: string, now: Date): Upload {
  if (!upload || !isSignedUpload(secret, upload.id, upload.expiresAt, token)) {
    throw invalid('This upload address is not valid; ask for a new one with createUpload.');
  }
  if (upload.expiresAt < now) {
    throw invalid('This upload address has expired; ask for a new one with createUpload.');
  }
  if (upload.completedAt) throw new AppError('CONFLICT', 'This upload is already complete.');
  return upload;
}

const MAX_NAME = 200;

/** The last part of a path of any system, so that nobody's folders are kept. */
function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1)?.trim().slice(0, MAX_NAME) ?? '';
}

function invalid(message: string): AppError {
  return new AppError('UPLOAD_INVALID', message);
}

async function isReadable(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
