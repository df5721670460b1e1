/** Whether a feed can be fetched again from where it was read. */
export function isAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** Where an import read its feed, in words; null for a file that was handed in. */
export function readFrom(source: string): string | null {
  return source === 'upload' ? null : source;
}
