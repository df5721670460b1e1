import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Each line that is added to the binding's source, and the one that it goes before. */
const INSERTIONS = [
  { before: '#include "utils.h"', line: '#include "listAttributes.h"' },
  {
    before: '  switch (tf_attr_type) {',
    line: '  if (AssignListAttr(env, tfe_op, attr_name, tf_attr_type, js_value)) return;',
  },
];

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
  for (const { before, line } of INSERTIONS) {
    if (source.split(`${before}\n`).length !== 2) {
      throw new Error(`tfjs_backend.cc does not have the line "${before.trim()}" exactly once.`);
    }
    source = source.replace(before, `${line}\n${before}`);
  }
  const patched = join(binding, 'tfjs_backend_with_lists.cc');
  writeFileSync(patched, source);
  return patched;
}
