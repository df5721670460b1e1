#!/usr/bin/env node
// The sources are TypeScript and need no build, but a Node that runs it.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `semblance: needs Node 24, this is ${process.versions.node}. "npm run semblance -- ..." brings its own.\n`,
  );
  process.exit(1);
}
await import('../src/cli.ts');
