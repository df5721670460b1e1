import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** A small, real JPEG; each colour gives other bytes. */
export async function jpeg(colour: string, width = 40, height = 30): Promise<Buffer> {
  const create = { width, height, channels: 3 as const, background: colour };
  // Half white, so that there is an edge to hash.
  const half = { create: { ...create, width: width / 2, background: '#fff' } };
  const edge = await sharp(half).png().toBuffer();
  return sharp({ create })
    .composite([{ input: edge, left: 0, top: 0 }])
    .jpeg()
    .toBuffer();
}

/** Writes a CSV from a header and rows; fields with commas or quotes are quoted. */
export async function writeCsv(
  path: string,
  rows: readonly (readonly string[])[],
): Promise<string> {
  const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  await writeFile(path, rows.map((row) => row.map(quote).join(',')).join('\n'));
  return path;
}

/** A folder with the given image files. */
export async function writeImages(
  directory: string,
  files: Readonly<Record<string, Buffer>>,
): Promise<string> {
  await mkdir(directory, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(directory, name), bytes);
  return directory;
}
