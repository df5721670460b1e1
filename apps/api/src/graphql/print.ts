// npm run schema: writes the printed schema, which the dashboard's types are generated from.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { schema } from '../schema.ts';
import { printedSchema } from './printedSchema.ts';

const PATH = fileURLToPath(new URL('../../schema.graphql', import.meta.url));

await writeFile(PATH, printedSchema(schema));
console.log(`Wrote ${PATH}`);
