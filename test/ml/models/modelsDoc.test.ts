import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MODELS_DOC, withTables } from '../../../packages/ml/scripts/models-doc.ts';

it('docs/MODELS.md has the tables that the code gives', () => {
  const document = readFileSync(MODELS_DOC, 'utf8');
  expect(document).toMatch(/\| `mildnet_vgg16` \| as published \| 21,927,744 \| 20,192,256 \|/);
  expect(withTables(document)).toBe(document);
});
