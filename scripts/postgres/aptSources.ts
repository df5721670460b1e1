// Reads apt's own configuration of where packages come from (sources.list(5)), in both its formats.

/** One entry: fields of the deb822 format, under their names there ("URIs", "Signed-By"). */
export type AptSource = ReadonlyMap<string, string>;

/** Every entry that is switched on. A name ending in .sources is deb822, all others have lines. */
export function readAptSources(name: string, text: string): AptSource[] {
  return name.endsWith('.sources') ? readStanzas(text) : readLines(text);
}

/**
 * The archive that a release of the distribution comes from.
 * @param codename such as "bookworm"
 */
export function archiveOf(sources: readonly AptSource[], codename: string): AptSource | undefined {
  return sources.find(
    (source) =>
      words(source, 'Types').includes('deb') &&
      words(source, 'Suites').includes(codename) &&
      words(source, 'Components').includes('main'),
  );
}

/** A deb822 stanza for the source packages of another suite of the same archive. */
export function sourcePackages(archive: AptSource, suite: string): string {
  const fields = new Map([...archive, ['Types', 'deb-src'], ['Suites', suite]]);
  return [...fields].map(([name, value]) => `${name}: ${value}\n`).join('');
}

const words = (source: AptSource, field: string) => source.get(field)?.split(/\s+/) ?? [];

/** Stanzas of "Name: value", apart by empty lines; a line that begins with a space goes on. */
function readStanzas(text: string): AptSource[] {
  const withoutComments = text.replace(/^#.*\n?/gm, '');
  return withoutComments
    .split(/\n[ \t]*\n/)
    .map((stanza) => new Map([...stanza.matchAll(FIELD)].map(fieldOf)))
    .filter(
      (fields) => fields.size > 0 && !/^(no|false|off|0)$/i.test(fields.get('Enabled') ?? ''),
    );
}

const FIELD = /^([\w-]+):[ \t]*(.*(?:\n[ \t].*)*)/gm;
const fieldOf = ([, name = '', value = '']: RegExpExecArray): [string, string] => [
  NAMES.get(name.toLowerCase()) ?? name,
  value.trimEnd(),
];

/** deb [option=value option=value] uri suite component component */
const LINE = /^\s*(deb|deb-src)\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#\n]*)/gm;

function readLines(text: string): AptSource[] {
  return [...text.matchAll(LINE)].map(([, type = '', options = '', uri = '', suite = '', rest]) => {
    const given = [...options.matchAll(/([\w-]+)[+-]?=(\S+)/g)].map(optionOf);
    return new Map([
      ['Types', type],
      ['URIs', uri],
      ['Suites', suite],
      ['Components', rest?.trim() ?? ''],
      ...given,
    ]);
  });
}

const optionOf = ([, name = '', value = '']: RegExpExecArray): [string, string] => [
  NAMES.get(name) ?? name,
  value.replaceAll(',', ' '),
];

/** Fields whose case may differ, and options of lines whose field has another name. */
const NAMES = new Map([
  ...['Types', 'URIs', 'Suites', 'Components', 'Enabled', 'Signed-By', 'Architectures'].map(
    (name): [string, string] => [name.toLowerCase(), name],
  ),
  ['arch', 'Architectures'],
  ['lang', 'Languages'],
]);
