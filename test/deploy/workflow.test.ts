import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

interface Workflow {
  jobs: { check: { container: string; steps: { run?: string }[] } };
}

const scriptsIn = (text: string) =>
  [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)].map((match) => match[1]);

describe('continuous integration', () => {
  it('does the same where it is hosted as .ci/run does', async () => {
    const { check } = (parse(await read('.github/workflows/ci.yml')) as Workflow).jobs;
    const commands = check.steps.map(({ run }) => run ?? '').join('\n');
    const ours = await read('.ci/run');
    const { scripts } = JSON.parse(await read('package.json'));
    expect(scripts.check).toBe('node scripts/check.mjs');
    expect(ours.trim()).toMatch(/\nexec node scripts\/check\.mjs --with-postgres$/);
    expect(commands.trim()).toMatch(/npm run check -- --with-postgres$/);
    expect(scriptsIn(commands)).toEqual([...scriptsIn(ours.replace(/^#.*/gm, '')), 'check']);
    for (const name of scriptsIn(commands)) expect(scripts, name).toHaveProperty([name ?? '']);
  });

  it('runs on the Node that the images have', async () => {
    const { check } = (parse(await read('.github/workflows/ci.yml')) as Workflow).jobs;
    const dockerfile = await read('apps/api/Dockerfile');
    const { devDependencies } = JSON.parse(await read('package.json'));
    const major = devDependencies.node.split('.')[0];
    expect(check.container).toBe(`node:${major}-bookworm`);
    expect(dockerfile).toContain(`FROM node:${major}-bookworm-slim`);
  });
});

describe('SECURITY.md', () => {
  it('is right that the dashboard listens on the loopback address, also in development', async () => {
    const { scripts } = JSON.parse(await read('apps/web/package.json'));
    expect(scripts.dev).toContain('next dev --hostname 127.0.0.1');
    expect(await read('apps/api/src/cli/serve.ts')).toContain(`'--hostname', '127.0.0.1'`);
    expect(await read('docker-compose.yml')).not.toMatch(/- "\d+:\d+"/);
  });
});
