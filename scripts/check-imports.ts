// npm run imports: imports go one way. web -> (GraphQL only) -> api -> ml; api -> prisma; ml ->
// nothing of ours; services never import GraphQL. One reader of process.env in the API, none in the
// packages. No circles, those of types counted.
import { circles, importGraph, sourceFiles } from './importGraph.ts';

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
  {
    from: /^apps\/api\/src\/(?!graphql\/|http\/|(?:main|server|schema|context)\.ts)(?!.*\/graphql\w*\.ts)/,
    to: /^apps\/api\/src\/(.*\/)?graphql|^(graphql|graphql-sse|@pothos\/.*|@apollo\/.*)$/,
    reason: 'services never import GraphQL: graphql.ts translates, service.ts decides',
  },
  {
    from: /^apps\/api\/src\/(?!graphql\/|http\/|server\.ts)(?!.*\/routes\.ts)/,
    to: /^(fastify|@fastify\/.*|@as-integrations\/.*)$/,
    reason: 'only routes.ts and the server know HTTP',
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
    above: ['graphql', 'http', 'cli', 'demo'],
    translates: /\/(graphql\w*|routes)\.ts$/,
  },
];

/** Files that may read process.env: each process has one place where it does. */
const ENV_READERS =
  /^(apps\/api\/src\/env\.ts|apps\/web\/|scripts\/|test\/|packages\/demo-catalog\/)/;

/** What breaks a rule, as lines for a person; empty when all is well. */
export function violations(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  const graph = importGraph(files);
  for (const { file, target } of [...graph.values()].flat()) {
    const reason = whyNot(file, target);
    if (reason !== undefined) found.push(`${file} imports ${target}: ${reason}`);
  }
  for (const [file, text] of files) {
    if (/\bprocess\.env\b/.test(withoutComments(text)) && !ENV_READERS.test(file)) {
      found.push(`${file} reads process.env: only env.ts does`);
    }
  }
  const round = circles(graph).map((circle) => `circle of imports: ${circle.join(' -> ')}`);
  return [...found, ...round];
}

function whyNot(file: string, target: string): string | undefined {
  const broken = RULES.find(({ from, to }) => from.test(file) && to.test(target));
  if (broken) return broken.reason;
  const order = ORDERS.find((each) => isUphill(each, file, target));
  return order && reasonOf(order);
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

if (import.meta.main) {
  const files = sourceFiles();
  const found = violations(files);
  for (const line of found) console.error(line);
  console.log(`${files.size} files, ${found.length} broken import rules`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
