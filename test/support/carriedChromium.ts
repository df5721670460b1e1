import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';

const PACKAGE = new URL('../', import.meta.resolve('@sparticuz/chromium'));
const CACHE = fileURLToPath(
  new URL('../../node_modules/.cache/semblance-chromium', import.meta.url),
);

export interface CarriedChromium {
  readonly executablePath: string;
  /** What the program needs on top of the usual environment to find its own libraries and fonts. */
  readonly env: Record<string, string>;
}

/**
 * The headless Chromium for Linux x64 that the npm package @sparticuz/chromium carries, unpacked
 * once. Its own way to unpack writes straight to the place in the temporary folder that it later
 * takes from: a run that was killed in between leaves half a program for good. Its libraries (NSS,
 * expat) come along, so that a machine without them works too; its font only where there is none.
 */
export async function carriedChromium(): Promise<CarriedChromium> {
  const { version } = JSON.parse(await readFile(new URL('package.json', PACKAGE), 'utf8'));
  const home = join(CACHE, version);
  if (!existsSync(home)) await unpackTo(home);
  const env: Record<string, string> = { LD_LIBRARY_PATH: join(home, 'lib') };
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_FILE = join(home, 'fonts.conf');
  return { executablePath: join(home, 'chromium'), env };
}

/** Beside it first: the place itself is there only when all of it is. */
async function unpackTo(home: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const making = await mkdtemp(join(CACHE, 'making-'));
  await decompress('chromium.br', join(making, 'chromium'), 0o755);
  for (const name of ['al2023.tar', 'fonts.tar']) {
    const archive = join(making, name);
    await decompress(`${name}.br`, archive, 0o644);
    execFileSync('tar', ['xf', archive, '-C', making]);
    await rm(archive);
  }
  await writeFile(join(making, 'fonts.conf'), fontsConf(home));
  await rename(making, home).catch(async (error: unknown) => {
    // Someone else was faster.
    if (!existsSync(home)) throw error;
    await rm(making, { recursive: true });
  });
}

async function decompress(name: string, to: string, mode: number): Promise<void> {
  const from = fileURLToPath(new URL(`bin/${name}`, PACKAGE));
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode }));
}

const fontsConf = (home: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(home, 'fonts')}</dir>
  <cachedir>${join(home, 'fonts-cache')}</cachedir>
</fontconfig>
`;
