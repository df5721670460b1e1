import { realpath, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { type AppError, badInput } from '../errors.ts';

/**
 * The real path of a file or folder that a caller named.
 * @param roots folders that it must lie under, after links are followed; undefined: anywhere, for
 *   the operator's own command line
 * @throws AppError BAD_INPUT, with the same words whether it is absent or outside the roots, so
 *   that nobody can feel around in the server's folders
 */
export async function checkImportPath(
  field: string,
  path: string,
  kind: 'file' | 'folder' | 'file or folder',
  roots: readonly string[] | undefined,
): Promise<string> {
  const real = await realpath(resolve(path)).catch(() => undefined);
  const info = real === undefined ? undefined : await stat(real);
  const isKind = (kind !== 'file' && info?.isDirectory()) || (kind !== 'folder' && info?.isFile());
  if (roots === undefined) {
    if (real !== undefined && isKind) return real;
    throw badInput(field, `There is no ${kind} ${path}.`);
  }
  if (real === undefined || !isKind || !(await isUnder(real, roots)))
    throw refused(field, kind, roots);
  return real;
}

async function isUnder(real: string, roots: readonly string[]): Promise<boolean> {
  for (const root of roots) {
    const top = await realpath(root).catch(() => undefined); // a root need not exist
    if (top !== undefined && (real === top || real.startsWith(top + sep))) return true;
  }
  return false;
}

function refused(field: string, kind: string, roots: readonly string[]): AppError {
  const message = `${field} must be a ${kind} under one of the folders open to imports (IMPORT_ROOTS): ${roots.join(', ')}.`;
  return badInput(field, message);
}
