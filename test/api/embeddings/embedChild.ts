// A process of its own that embeds, and is killed when its first images are stored:
// node embedChild.ts <id of the run>.
import { readEnv } from '../../../apps/api/src/env.ts';
import { openServices } from '../../../apps/api/src/services.ts';

const [id = ''] = process.argv.slice(2);
const services = await openServices(readEnv(), { jobs: false });
await services.embeddings.runs.embed(id, {
  onProgress: ({ done }) => {
    if (done > 0) process.kill(process.pid, 'SIGKILL');
  },
});
