import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';

export interface Import {
  readonly file: string;
  /** Path in the repository for what is ours, else the package's name. */
  readonly target: string;
  readonly typeOnly: boolean;
}

/** Every file with what it imports and re-exports. */
export type ImportGraph = ReadonlyMap<string, readonly Import[]>;

const STATEMENT =
  /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

/** @param files texts by path in the repository */
export function importGraph(files: ReadonlyMap<string, string>): ImportGraph {
  const graph = new Map<string, Import[]>();
  for (const [file, text] of files) {
    const found = [...text.matchAll(STATEMENT)].map((match) => {
      const target = resolveTarget(file, (match[2] ?? match[3]) as string);
      return { file, target: complete(target, files), typeOnly: match[1] !== undefined };
    });
    graph.set(file, found);
  }
  return graph;
}

function resolveTarget(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier));
  if (file.startsWith('apps/web/') && specifier.startsWith('@/')) {
    return join('apps/web', specifier.slice(2));
  }
  const [, name, rest = '/index'] = /^@semblance\/([^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (name === 'api' || name === 'web') return `apps/${name}/src${rest}.ts`;
  if (name !== undefined) return `packages/${name}/src${rest}.ts`;
  return /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}

/** The dashboard leaves out the ends of names, as its bundler allows. */
function complete(target: string, files: ReadonlyMap<string, string>): string {
  const ends = ['', '.ts', '.tsx', '/index.ts', '/index.tsx'];
  return ends.map((end) => target + end).find((path) => files.has(path)) ?? target;
}

/** Files that import each other in a circle, types included; each circle once, its first file twice. */
export function circles(graph: ImportGraph): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  function visit(file: string): void {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const { target } of graph.get(file) ?? []) if (graph.has(target)) visit(target);
    path.pop();
    done.add(file);
  }
  for (const file of graph.keys()) visit(file);
  return found;
}

/**
 * Everything that is loaded when a file is started: files of ours and packages, each with the way
 * there from the start. What only types name is not loaded; what `import()` names may be.
 */
export function loadedBy(graph: ImportGraph, start: string): ReadonlyMap<string, string[]> {
  const ways = new Map([[start, [start]]]);
  for (const [file, way] of ways) {
    for (const { target, typeOnly } of graph.get(file) ?? []) {
      if (!typeOnly && !ways.has(target)) ways.set(target, [...way, target]);
    }
  }
  return ways;
}

/** Sources that git knows or would add, by path in the repository. */
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
