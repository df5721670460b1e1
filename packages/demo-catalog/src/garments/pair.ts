import type { Artist } from '../draw/artist.ts';

/** Draws a shoe twice: the far one higher, smaller and in shade, the near one in front. */
export function drawPair(artist: Artist, draw: () => void): void {
  artist.add('<g transform="translate(40 -44) scale(.92)" opacity="1">');
  draw();
  artist.add('</g><g transform="translate(-22 26)">');
  draw();
  artist.add('</g>');
}

/** A soft bright streak along polished leather or rubber. */
export function shine(artist: Artist, d: string, width: number, strength = 0.34): void {
  for (const [share, alpha] of [
    [1, 0.25],
    [0.6, 0.35],
    [0.25, 0.5],
  ] as const) {
    artist.line(d, { colour: '#ffffff', width: width * share, opacity: strength * alpha });
  }
}
