#!/usr/bin/env node
// The sources are TypeScript and need no build, but a Node that runs it.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `semblance: needs Node 24, this is ${process.versions.node}. "npm run semblance -- ..." brings its own.\n`,
  );
  process.exit(1);
}
// What Node compiled is kept for the next time, also for the processes that this one starts.
const kept = new URL('../../../node_modules/.cache/semblance-compiled', import.meta.url);
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(kept);
module.enableCompileCache();
await import('../src/cli.ts');
