// npm run imports: imports go one way. web -> (GraphQL only) -> api -> ml; api -> prisma; ml ->
// nothing of ours. One reader of process.env in the API, none in the packages. No circles of values;
// in the packages none of types either.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';

export interface Import {
  readonly file: string;
  /** Path in the repository for what is ours, else the package's name. */
  readonly target: string;
  readonly typeOnly: boolean;
}

interface Rule {
  readonly from: RegExp;
  readonly to: RegExp;
  readonly reason: string;
}

const RULES: readonly Rule[] = [
  {
    from: /^apps\/web\//,
    to: /^(apps\/api|packages|prisma|scripts|test)\//,
    reason: 'the dashboard knows the API only through GraphQL',
  },
  {
    from: /^packages\/([^/]+)\//,
    to: /^(apps|prisma|scripts|test)\//,
    reason: 'packages stand alone',
  },
  {
    from: /^packages\/ml\//,
    to: /^packages\/(?!ml\/)|^(@prisma\/.*|pg|pg-boss|fastify|graphql|@apollo\/.*)$/,
    reason: 'packages/ml knows no database, no HTTP and no other package of ours',
  },
  {
    from: /^apps\/api\//,
    to: /^(apps\/web|scripts|test)\//,
    reason: 'the API does not depend on what depends on it',
  },
];

/** Folders from those that need nothing to those that need most; each imports only from those before it. */
interface FolderOrder {
  readonly root: string;
  readonly folders: readonly string[];
  /** Folders that may import from everywhere, and that no listed one imports. */
  readonly above: readonly string[];
  /** Files of a listed folder that belong to `above`. */
  readonly translates?: RegExp;
}

/** Types are counted too. Files that lie beside the folders are open to all, but not `index.ts`. */
const ORDERS: readonly FolderOrder[] = [
  {
    root: 'packages/ml/src/',
    folders: [
      'threads',
      'backend',
      'images',
      'triplets',
      'samplers',
      'distances',
      'miners',
      'reducers',
      'losses',
      'models',
      'evaluation',
      'checkpoints',
      'weights',
      'embeddings',
      'training',
    ],
    above: [],
  },
  {
    root: 'apps/api/src/',
    folders: [
      'fetch',
      'storage',
      'database',
      'jobs',
      'uploads',
      'catalog',
      'triplets',
      'datasets',
      'embeddings',
      'evaluation',
      'training',
      'similar',
      'status',
    ],
    above: ['graphql', 'cli', 'demo'],
    translates: /\/(graphql\w*|routes)\.ts$/,
  },
];

/** Files that may not even import each other's types in a circle. */
const COUNTS_TYPES = /^packages\//;

/** Files that may read process.env: each process has one place where it does. */
const ENV_READERS =
  /^(apps\/api\/src\/env\.ts|apps\/web\/|scripts\/|test\/|packages\/demo-catalog\/)/;

const STATEMENT =
  /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

/** Imports and re-exports of one file's text. */
export function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(STATEMENT)].map((match) => {
    const target = resolveTarget(file, (match[2] ?? match[3]) as string);
    return { file, target, typeOnly: match[1] !== undefined };
  });
}

function resolveTarget(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier));
  if (file.startsWith('apps/web/') && specifier.startsWith('@/')) {
    return join('apps/web', specifier.slice(2));
  }
  const [, name, rest = ''] = /^@semblance\/([^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (name !== undefined)
    return `${name === 'api' || name === 'web' ? 'apps' : 'packages'}/${name}${rest || '/src/index.ts'}`;
  return /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}

/** What breaks a rule, as lines for a person; empty when all is well. */
export function violations(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [file, text] of files) {
    const imports = importsOf(file, text);
    for (const { target } of imports) {
      const broken = RULES.find(({ from, to }) => from.test(file) && to.test(target));
      if (broken) found.push(`${file} imports ${target}: ${broken.reason}`);
      const order = ORDERS.find((each) => isUphill(each, file, target));
      if (order) found.push(`${file} imports ${target}: ${reasonOf(order)}`);
    }
    if (/\bprocess\.env\b/.test(withoutComments(text)) && !ENV_READERS.test(file)) {
      found.push(`${file} reads process.env: only env.ts does`);
    }
    graph.set(
      file,
      imports
        .filter((each) => !each.typeOnly || COUNTS_TYPES.test(file))
        .map((each) => each.target),
    );
  }
  return [...found, ...cycles(graph)];
}

function reasonOf({ root, folders }: FolderOrder): string {
  return `a folder of ${root} imports only from those before it: ${folders.join(', ')}`;
}

function isUphill(order: FolderOrder, file: string, target: string): boolean {
  const { root, folders, above, translates } = order;
  const [from, to] = [file, target].map((path) => folderOf(path, root));
  if (from === undefined || above.includes(from) || translates?.test(file)) return false;
  if (to === undefined) return target === `${root}index.ts`;
  // A folder that is not listed has no place yet.
  const place = folders.indexOf(from);
  return from !== to && (place < 0 || !folders.slice(0, place).includes(to));
}

function folderOf(path: string, root: string): string | undefined {
  return path.startsWith(root) ? /^([^/]+)\//.exec(path.slice(root.length))?.[1] : undefined;
}

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

/** Files that import each other in a circle, each circle once. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  function visit(file: string): void {
    const at = path.indexOf(file);
    if (at >= 0) found.push(`circle of imports: ${[...path.slice(at), file].join(' -> ')}`);
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of graph.get(file) ?? []) if (graph.has(target)) visit(target);
    path.pop();
    done.add(file);
  }
  for (const file of graph.keys()) visit(file);
  return found;
}

/** Sources that git knows or would add. */
export function sourceFiles(): Map<string, string> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const names = execFileSync('git', args, { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\n');
  const sources = names.filter((name) =>
    /^(apps|packages|scripts|test)\/.*\.(m?ts|tsx|mjs)$/.test(name),
  );
  return new Map(
    sources.filter((name) => existsSync(name)).map((name) => [name, readFileSync(name, 'utf8')]),
  );
}

if (import.meta.main) {
  const files = sourceFiles();
  const found = violations(files);
  for (const line of found) console.error(line);
  console.log(`${files.size} files, ${found.length} broken import rules`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
