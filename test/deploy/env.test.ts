import { readFile } from 'node:fs/promises';
import { MlError } from '@semblance/ml/errors';
import { describe, expect, it } from 'vitest';
import { readEnv } from '../../apps/api/src/env.ts';
import { AppError, describeError } from '../../apps/api/src/errors.ts';

describe('the environment', () => {
  it('has a default for everything: the embedded database and the loopback address', () => {
    const env = readEnv({});
    expect(env).toMatchObject({ databaseUrl: undefined, host: '127.0.0.1', port: 4000 });
    expect(env.dataDir).toMatch(/\/var$/);
    expect(env.importRoots).toEqual([`${env.dataDir}/import`, `${env.dataDir}/demo`]);
    expect(Object.isFrozen(env)).toBe(true);
  });

  it('shows its schema to strangers only outside production, unless told', () => {
    expect(readEnv({}).introspection).toBe(true);
    expect(readEnv({ NODE_ENV: 'production' }).introspection).toBe(false);
    const told = readEnv({ NODE_ENV: 'production', GRAPHQL_INTROSPECTION: 'true' });
    expect(told.introspection).toBe(true);
  });

  it('names every bad variable and prints no value', () => {
    const bad = { PORT: 'eighty', DATABASE_URL: 'mysql://root:hunter2@db', UPLOAD_SECRET: 'short' };
    const error = (() => {
      try {
        return readEnv(bad);
      } catch (thrown) {
        return String(thrown);
      }
    })();
    for (const name of Object.keys(bad)) expect(error).toContain(name);
    for (const value of ['hunter2', 'short', 'eighty']) expect(error).not.toContain(value);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readEnv({ DATABASE_URL: '', PORT: '' })).toMatchObject({
      databaseUrl: undefined,
      port: 4000,
    });
  });
});

describe('an error', () => {
  it.each([
    [new AppError('CONFLICT', 'Twice.', { id: 1 }), 'CONFLICT', true],
    [new MlError('IMAGE_EMPTY', 'No bytes.'), 'IMAGE_EMPTY', true],
    [Object.assign(new Error('x'), { name: 'AbortError' }), 'CANCELLED', true],
    [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'UNAVAILABLE', false],
    [Object.assign(new Error('x'), { code: 'ENOSPC' }), 'DISK_FULL', true],
    [new TypeError('undefined is not a function'), 'INTERNAL', false],
    ['a string', 'INTERNAL', false],
  ])('%s has the code %s', (error, code, expected) => {
    expect(describeError(error)).toMatchObject({ code, expected });
  });
});

describe('the setup script', () => {
  it('is plain JavaScript that needs nothing installed', async () => {
    const text = await readFile(new URL('../../scripts/setup.mjs', import.meta.url), 'utf8');
    const imports = [...text.matchAll(/from '([^']+)'/g)].map((match) => match[1]);
    expect(imports.length).toBeGreaterThan(0);
    for (const specifier of imports) expect(specifier).toMatch(/^node:/);
  });
});
