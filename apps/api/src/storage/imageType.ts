/** Media type by the first bytes of a file, which unlike its name do not lie; else undefined. */
export function imageTypeOf(head: Uint8Array): string | undefined {
  const ascii = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to));
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg';
  if (ascii(1, 4) === 'PNG' && head[0] === 0x89) return 'image/png';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp';
  if (ascii(0, 6) === 'GIF87a' || ascii(0, 6) === 'GIF89a') return 'image/gif';
  if (ascii(0, 4) === 'II*\0' || ascii(0, 4) === 'MM\0*') return 'image/tiff';
  if (ascii(4, 8) === 'ftyp' && /^(avif|avis)$/.test(ascii(8, 12))) return 'image/avif';
  if (ascii(4, 8) === 'ftyp' && /^(heic|heix|mif1)$/.test(ascii(8, 12))) return 'image/heif';
  return undefined;
}

/** How many bytes imageTypeOf looks at. */
export const IMAGE_HEAD_BYTES = 12;
