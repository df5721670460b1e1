import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ENV_NAMES, readEnv } from '../../apps/api/src/env.ts';
import { ALIVE_FILE } from '../../apps/api/src/jobs/aliveFile.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Service {
  image?: string;
  build?: { context: string; dockerfile: string };
  command?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
}

/** As `docker compose` fills them in: "${NAME:-default}", and "${NAME:?message}" when it is set. */
function interpolate(text: string): string {
  return text.replace(/\$\{\w+:([-?])([^}]*)\}/g, (_all, kind, rest) =>
    kind === '-' ? rest : 'given',
  );
}

const compose: { services: Record<string, Service>; volumes: Record<string, unknown> } = parse(
  interpolate(await readFile(join(ROOT, 'docker-compose.yml'), 'utf8')),
  { merge: true },
);
const service = (name: string): Service => {
  const found = compose.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
};

describe('docker-compose.yml', () => {
  it('has the database, the API, the worker and the dashboard, each with a health check', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['api', 'postgres', 'web', 'worker']);
    for (const { healthcheck } of Object.values(compose.services)) {
      expect(healthcheck?.test.length).toBeGreaterThan(1);
    }
    expect(service('postgres').image).toMatch(/^pgvector\/pgvector:/);
    expect(JSON.stringify(service('worker').healthcheck)).toContain(ALIVE_FILE);
  });

  it.each(['api', 'worker', 'web'])('gives %s only variables that the code reads', (name) => {
    const names = Object.keys(service(name).environment ?? {});
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((each) => !ENV_NAMES.includes(each))).toEqual([]);
  });

  it.each(['api', 'worker'])('gives %s an environment that the code accepts', (name) => {
    const env = readEnv(service(name).environment);
    expect(env).toMatchObject({ production: true, dataDir: '/data', host: '0.0.0.0', port: 4000 });
    expect(env.databaseUrl).toContain('@postgres:5432/semblance');
    expect(service(name).volumes).toContain('data:/data');
  });

  it('waits for what a service needs, and declares every volume', () => {
    expect(service('api').depends_on?.postgres?.condition).toBe('service_healthy');
    expect(service('worker').depends_on?.postgres?.condition).toBe('service_healthy');
    expect(service('web').depends_on?.api?.condition).toBe('service_healthy');
    const named = Object.values(compose.services)
      .flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0] ?? ''))
      .filter((source) => !source.startsWith('.'));
    expect([...new Set(named)].sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it.each(['api', 'worker', 'web'])('builds %s from files that are there', async (name) => {
    const { build, command } = service(name);
    const dockerfile = join(ROOT, build?.dockerfile ?? '');
    const text = await readFile(dockerfile, 'utf8');
    const copies = [...text.matchAll(/^COPY (?!--from)(.+)$/gm)].map((match) => match[1] ?? '');
    const sources = copies.flatMap((line) => line.split(/\s+/).slice(0, -1));
    expect(sources.length).toBeGreaterThan(5);
    for (const source of sources) await access(join(ROOT, source));
    const [program, script] = command ?? [];
    if (program === 'node') await access(join(ROOT, script ?? ''));
    expect(dirname(dockerfile)).toContain('apps');
  });

  it.each(['api', 'web'])('installs in %s exactly what the lock names', async (name) => {
    const text = await readFile(join(ROOT, service(name).build?.dockerfile ?? ''), 'utf8');
    const installs = [...text.matchAll(/npm (ci|i|install|add)\b/g)].map((match) => match[1]);
    expect(installs).toEqual(['ci', 'ci']);
  });
});
