import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from '../env.ts';

/** Proof that this server gave out the address of this upload, until it expires. */
export function signUpload(secret: string, id: string, expiresAt: Date): string {
  return createHmac('sha256', secret).update(`${id}.${expiresAt.getTime()}`).digest('base64url');
}

export function isSignedUpload(
  secret: string,
  id: string,
  expiresAt: Date,
  token: string,
): boolean {
  const expected = Buffer.from(signUpload(secret, id, expiresAt));
  const given = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** UPLOAD_SECRET, or else one made at the first start and kept for this data directory. */
export function uploadSecret(env: Pick<Env, 'dataDir' | 'uploadSecret'>): string {
  if (env.uploadSecret !== undefined) return env.uploadSecret;
  const path = join(env.dataDir, 'upload-secret');
  mkdirSync(env.dataDir, { recursive: true });
  try {
    writeFileSync(path, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(path, 'utf8');
}
