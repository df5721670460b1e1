import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { printedSchema } from '../../../apps/api/src/graphql/printedSchema.ts';
import { schema } from '../../../apps/api/src/schema.ts';

it('is printed to apps/api/schema.graphql (npm run schema)', async () => {
  const path = new URL('../../../apps/api/schema.graphql', import.meta.url);
  expect(await readFile(path, 'utf8')).toBe(printedSchema(schema));
});
