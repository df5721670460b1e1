import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProcessAlive, processIdentity } from './process-identity.ts';

/** Who serves the embedded database, and where; port is null while it starts. */
export interface LockHolder {
  readonly pid: number;
  /** Tells the holder from a later process with the same id. */
  readonly identity?: string;
  readonly port: number | null;
}

const lockPath = (directory: string) => join(directory, 'server.json');

/** The holder named in the lock file, alive or not; undefined when there is none. */
export function readLock(directory: string): LockHolder | undefined {
  return parseHolder(lockPath(directory));
}

/** False when the holder died without removing its lock, also when its id was given away since. */
export function isHolderAlive(holder: LockHolder): boolean {
  if (!isProcessAlive(holder.pid)) return false;
  return holder.identity === undefined || holder.identity === processIdentity(holder.pid);
}

/**
 * Takes the lock for this process, over the one a dead process left.
 * @returns false when a living process holds it
 */
export function takeLock(directory: string): boolean {
  const mine = writeAside(directory, { pid: process.pid, port: null });
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (linkIfAbsent(mine, lockPath(directory))) return true;
      const holder = readLock(directory);
      if (holder && isHolderAlive(holder)) return false;
      removeStaleLock(directory);
    }
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Tells the entry points at which port it answers. */
export function announcePort(directory: string, port: number): void {
  renameSync(writeAside(directory, { pid: process.pid, port }), lockPath(directory));
}

export function releaseLock(directory: string): void {
  if (readLock(directory)?.pid === process.pid) rmSync(lockPath(directory), { force: true });
}

/** Moves it away first: if somebody was faster and a living lock moved, that one is put back. */
function removeStaleLock(directory: string): void {
  const aside = join(directory, `server.stale-${process.pid}.json`);
  try {
    renameSync(lockPath(directory), aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const moved = parseHolder(aside);
  if (moved && isHolderAlive(moved)) linkIfAbsent(aside, lockPath(directory));
  rmSync(aside, { force: true });
}

function writeAside(directory: string, holder: LockHolder): string {
  const path = join(directory, `server.${process.pid}.json`);
  writeFileSync(path, JSON.stringify({ ...holder, identity: processIdentity(holder.pid) }));
  return path;
}

/** A hard link appears at once and with its content, or not at all. */
function linkIfAbsent(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function parseHolder(path: string): LockHolder | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as LockHolder;
  } catch {
    return undefined; // A lock nobody can read is nobody's.
  }
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
