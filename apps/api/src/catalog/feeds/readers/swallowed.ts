/**
 * Tells a quote that was never closed, and took the rows after it into its cell until another
 * quote ended it: the lines of the cell have delimiters at the pace of rows. In prose a blank
 * follows a comma; such commas are no delimiters here.
 * @param fields of the record
 * @param width columns of the header
 * @returns how many rows the record took beside its own; 0 for innocent line breaks
 */
export function swallowedRows(fields: readonly string[], width: number, delimiter: string): number {
  if (width < 2) return 0;
  for (const [index, field] of fields.entries()) {
    if (!field.includes('\n')) continue;
    const lines = field.split('\n').map((line) => delimitersIn(line, delimiter));
    const after = fields.length - 1 - index;
    const [first, last] = [lines[0] ?? 0, lines.at(-1) ?? 0];
    const keepsPace =
      first === width - 1 - index &&
      last + after === width - 1 &&
      lines.slice(1, -1).every((count) => count === width - 1);
    // Two words with a comma between may look like it; a quote left over in the text does not.
    const total = lines.reduce((sum, count) => sum + count, 0);
    if (keepsPace && (total > 1 || field.startsWith('"'))) return lines.length - 1;
  }
  return 0;
}

function delimitersIn(line: string, delimiter: string): number {
  return line.split(delimiter).filter((piece, index) => index > 0 && !piece.startsWith(' ')).length;
}
