// The whole path on a bare checkout: sets everything up, then runs the demo on the pinned Node.
// Plain JavaScript, because it runs on whatever Node (20 or newer) the machine has.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const setup = spawnSync(process.execPath, [join(root, 'scripts/setup.mjs')], { stdio: 'inherit' });
if (setup.status !== 0) process.exit(setup.status ?? 1);

const node = join(root, 'node_modules/node/bin/node');
const demo = spawn(node, [join(root, 'apps/api/src/demo/main.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  // What Node compiled is kept for the next of its many processes.
  env: { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/semblance-compiled'), ...process.env },
});
// Ctrl-C reaches the whole group of the terminal; a signal sent to this process alone is passed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => demo.kill('SIGTERM'));
demo.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
