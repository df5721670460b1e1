import { Parser } from 'htmlparser2';

/** After these a new line begins. */
const BLOCKS: ReadonlySet<string> = new Set(
  'address article aside blockquote br dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul'.split(
    ' ',
  ),
);
/** What stands in these is not meant to be read. */
const SILENT: ReadonlySet<string> = new Set([
  'script',
  'style',
  'template',
  'title',
  'iframe',
  'noscript',
]);

const LOOKS_LIKE_HTML = /<\/?[a-z][^<>]*>|<!--|&(?:[a-z]{2,10}|#\d{1,6}|#x[\da-f]{1,5});/i;

/** Plain text of what may be HTML: no tags, no scripts, entities read, one line per block. */
export function plainText(text: string): string {
  if (!LOOKS_LIKE_HTML.test(text)) return text.trim();
  let out = '';
  let silent = 0;
  const parser = new Parser(
    {
      onopentagname(name) {
        if (SILENT.has(name)) silent += 1;
        else if (BLOCKS.has(name)) out += '\n';
      },
      onclosetag(name) {
        if (SILENT.has(name)) silent = Math.max(0, silent - 1);
        else if (BLOCKS.has(name)) out += '\n';
      },
      ontext(piece) {
        if (silent === 0) out += piece.replace(/\s+/g, ' ');
      },
    },
    { decodeEntities: true },
  );
  parser.end(text);
  return tidy(out);
}

function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
}
