import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { archiveOf, readAptSources, sourcePackages } from '../../scripts/postgres/aptSources.ts';

const POSTGRES = new URL('../../scripts/postgres/', import.meta.url);

const STANZAS = `# The distribution
Types: deb deb-src
# a dated copy
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/archive.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mDMEZ
 -----END PGP PUBLIC KEY BLOCK-----

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
`;

const LINES = `# deb http://off.example/debian bookworm main
deb-src http://sources.example/debian bookworm main
deb http://mirror.example/other stable main
deb [arch=amd64,arm64 signed-by=/usr/share/keyrings/archive.gpg trusted=yes] https://mirror.example/debian bookworm main non-free # ours
`;

const fields = (sources: ReturnType<typeof readAptSources>) =>
  sources.map((source) => Object.fromEntries(source));

describe('apt sources', () => {
  it('are read from stanzas, with comments, several suites and keys within', () => {
    const [first, second, ...more] = fields(readAptSources('debian.sources', STANZAS));
    expect(first).toEqual({
      Types: 'deb deb-src',
      URIs: 'http://mirror.example/debian',
      Suites: 'bookworm bookworm-updates',
      Components: 'main contrib',
      'Signed-By': '/usr/share/keyrings/archive.gpg',
    });
    const key = STANZAS.slice(STANZAS.indexOf('\n -----BEGIN'), STANZAS.indexOf('\n\nEnabled'));
    expect(second?.['Signed-By']).toBe(key);
    expect(more).toEqual([]);
  });

  it('are read from lines, with their options', () => {
    const last = fields(readAptSources('sources.list', LINES)).at(-1);
    expect(readAptSources('sources.list', LINES)).toHaveLength(3);
    expect(last).toEqual({
      Types: 'deb',
      URIs: 'https://mirror.example/debian',
      Suites: 'bookworm',
      Components: 'main non-free',
      Architectures: 'amd64 arm64',
      'Signed-By': '/usr/share/keyrings/archive.gpg',
      trusted: 'yes',
    });
  });

  it.each([
    ['debian.sources', STANZAS],
    ['sources.list', LINES],
  ])('of a later release are those of %s with another suite and type', (name, text) => {
    const archive = archiveOf(readAptSources(name, text), 'bookworm');
    if (!archive) throw new Error('no archive found');
    const later = sourcePackages(archive, 'trixie');
    const [back] = readAptSources('later.sources', later);
    expect(back).toEqual(new Map([...archive, ['Types', 'deb-src'], ['Suites', 'trixie']]));
  });

  it('are not taken from what is switched off, has only sources or serves another release', () => {
    const none = [
      ...readAptSources('a.list', 'deb-src http://a.example/debian bookworm main\n'),
      ...readAptSources('b.list', 'deb http://b.example/debian bookworm-security main\n'),
      ...readAptSources('c.list', 'deb http://c.example/debian bookworm contrib\n'),
    ];
    expect(none).toHaveLength(3);
    expect(archiveOf(none, 'bookworm')).toBeUndefined();
  });

  it('are the only place that says where packages come from', async () => {
    for (const name of await readdir(POSTGRES)) {
      const text = await readFile(new URL(name, POSTGRES), 'utf8');
      expect(text, name).not.toMatch(/https?:\/\//);
    }
  });
});
