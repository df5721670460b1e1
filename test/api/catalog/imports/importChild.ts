// A process of its own that carries out one import, for a test to kill: node importChild.ts <id>.
import { readEnv } from '../../../../apps/api/src/env.ts';
import { openServices } from '../../../../apps/api/src/services.ts';

const [id = ''] = process.argv.slice(2);
const services = await openServices(readEnv(), { jobs: false });
console.log('begins');
await services.catalog.imports.execute(id, { onProgress: ({ rowsRead }) => console.log(rowsRead) });
console.log('ended');
await services.close();
