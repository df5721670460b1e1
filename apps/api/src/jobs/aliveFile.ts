import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What docker-compose.yml looks at to see that the worker lives. */
export const ALIVE_FILE = join(tmpdir(), 'semblance-worker.alive');

const EVERY_MS = 15_000;

/** Touches ALIVE_FILE while the event loop turns. @returns stops it */
export function keepTouching(path: string = ALIVE_FILE): () => void {
  const touch = () => writeFileSync(path, `${process.pid}\n`);
  touch();
  const timer = setInterval(touch, EVERY_MS);
  return () => clearInterval(timer);
}
