import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Each line of the binding's source that gains a neighbour. */
const INSERTIONS = [
  { after: '#include "utils.h"', line: '#include "listAttributes.h"' },
  {
    before: '  switch (tf_attr_type) {',
    line: '  if (AssignListAttr(env, tfe_op, attr_name, tf_attr_type, js_value)) return;',
  },
] as const;

/**
 * Teaches tfjs-node's binding to pass attributes that are lists of strings or types, which
 * TensorFlow's fused convolutions want. The package's own files stay as they are.
 *
 * @param binding the package's folder `binding`
 * @returns the source to compile in place of `tfjs_backend.cc`; it includes `listAttributes.h`,
 *   which stands beside this file
 * @throws Error where the source is not the one that this was written for
 */
export function patchBinding(binding: string): string {
  let source = readFileSync(join(binding, 'tfjs_backend.cc'), 'utf8');
  for (const { line, ...place } of INSERTIONS) {
    const anchor = 'after' in place ? place.after : place.before;
    if (source.split(`${anchor}\n`).length !== 2) {
      throw new Error(`tfjs_backend.cc does not have the line "${anchor.trim()}" exactly once.`);
    }
    source = source.replace(anchor, 'after' in place ? `${anchor}\n${line}` : `${line}\n${anchor}`);
  }
  const patched = join(binding, 'tfjs_backend_with_lists.cc');
  writeFileSync(patched, source);
  return patched;
}
