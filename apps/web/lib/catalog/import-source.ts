/** What an import read, for people: the path it was given, or that the file was uploaded. */
export function importedFrom(source: string): string {
  return source === 'upload' ? 'Uploaded file' : source;
}

/** Whether it can be fetched again. */
export function isAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
}
