import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Upload } from '../../../../prisma/client/client.ts';
import type { Database } from '../database/database.ts';
import type { Env } from '../env.ts';
import { AppError, notFound } from '../errors.ts';
import { imageTypeOf } from '../storage/imageType.ts';
import type { Storage } from '../storage/storage.ts';
import { type Received, receiveFile, tooLarge } from './receive.ts';
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
  /** Path on this server, signed. */
  readonly url: string;
  readonly expiresAt: Date;
  readonly maxBytes: number;
}

export interface CompletedUpload {
  readonly id: string;
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Files handed in beside GraphQL: an address is given out, the bytes are PUT there. */
export interface UploadsService {
  createUpload(purpose: UploadPurpose): Promise<UploadTarget>;
  /** Takes the bytes sent to a signed address. @throws UPLOAD_INVALID, LIMIT_EXCEEDED, CONFLICT */
  receive(request: ReceiveRequest): Promise<CompletedUpload>;
  /** A finished upload of this purpose. @throws NOT_FOUND, UPLOAD_INVALID */
  requireUpload(id: string, purpose: UploadPurpose): Promise<CompletedUpload>;
  /** Deletes uploads older than a day. @returns how many */
  removeOld(): Promise<number>;
}

export interface ReceiveRequest {
  readonly id: string;
  readonly token: string;
  /** As announced; the bytes are counted too. */
  readonly contentLength?: number;
  readonly body: NodeJS.ReadableStream;
}

export interface UploadsDeps {
  readonly env: Env;
  readonly database: Database;
  readonly storage: Storage;
  readonly clock?: () => Date;
}

const LIFETIME_MS = 15 * 60 * 1000;
const KEPT_MS = 24 * 60 * 60 * 1000;
const MAX_IMAGE_BYTES = 20 * 1024 * 1024;

export function createUploadsService(deps: UploadsDeps): UploadsService {
  const { env, storage, clock = () => new Date() } = deps;
  const store = createUploadsStore(deps.database);
  const pathOf = (id: string) => join(storage.uploadsDir, id);
  const limitOf = (purpose: string) =>
    purpose === 'QUERY_IMAGE' ? Math.min(MAX_IMAGE_BYTES, env.maxUploadBytes) : env.maxUploadBytes;

  /** The row, if the address is one of ours and still open. */
  async function requireOpen(id: string, token: string): Promise<Upload> {
    const upload = await store.find(id);
    if (!upload || !isSignedUpload(uploadSecret(env), id, upload.expiresAt, token)) {
      throw invalid('This upload address is not valid; ask for a new one with createUpload.');
    }
    if (upload.expiresAt < clock()) {
      throw invalid('This upload address has expired; ask for a new one with createUpload.');
    }
    if (upload.completedAt) throw new AppError('CONFLICT', 'This upload is already complete.');
    return upload;
  }

  return {
    async createUpload(purpose) {
      const upload = await store.create(purpose, new Date(clock().getTime() + LIFETIME_MS));
      const token = signUpload(uploadSecret(env), upload.id, upload.expiresAt);
      const url = `/uploads/${upload.id}?token=${token}`;
      return { id: upload.id, url, expiresAt: upload.expiresAt, maxBytes: limitOf(purpose) };
    },

    async receive({ id, token, contentLength = 0, body }) {
      const upload = await requireOpen(id, token);
      const maxBytes = limitOf(upload.purpose);
      if (contentLength > maxBytes) throw tooLarge(maxBytes);
      const path = pathOf(id);
      const { sha256, bytes } = await receiveFile(body, path, maxBytes, (received) =>
        checkContent(upload.purpose, received),
      );
      await store.complete(id, sha256, bytes, clock());
      return { id, path, sha256, bytes };
    },

    async requireUpload(id, purpose) {
      const upload = await store.find(id);
      if (!upload) throw notFound('upload', id);
      if (upload.purpose !== purpose) {
        throw invalid(`Upload ${id} was made for ${upload.purpose}, not for ${purpose}.`);
      }
      const path = pathOf(id);
      const there = upload.completedAt !== null && (await isReadable(path));
      if (!there) throw invalid(`Upload ${id} has no file: PUT it to its address first.`);
      return { id, path, sha256: upload.sha256 ?? '', bytes: upload.bytes ?? 0 };
    },

    async removeOld() {
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

const HDF5_SIGNATURE = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');

/** An image and an HDF5 file must be one by their first bytes; a triplet CSV must be text. */
function checkContent(purpose: string, { bytes, head }: Received): void {
  if (bytes === 0) throw invalid('The uploaded file is empty.');
  if (purpose === 'QUERY_IMAGE') {
    if (!imageTypeOf(head)) throw invalid('The uploaded file is not an image that can be read.');
  } else if (purpose === 'MODEL_WEIGHTS') {
    if (!HDF5_SIGNATURE.equals(head.subarray(0, HDF5_SIGNATURE.length))) {
      throw invalid('The uploaded file is not a Keras weight file (HDF5).');
    }
  } else if (purpose === 'TRIPLET_CSV' && head.includes(0)) {
    throw invalid('The uploaded file is not a CSV: it holds bytes that no text has.');
  }
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
