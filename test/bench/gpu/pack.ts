/** Packs the check with Node and all that it loads, so that a machine with a GPU and nothing else can run it. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { writePictures } from './pictures.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const CHECK = join(import.meta.dirname, 'check.ts');
const PICTURES = 48;
/** Loaded by other means than as modules: WebAssembly, and the libraries of native addons. */
const BESIDE = [
  'node_modules/@tensorflow/tfjs-backend-wasm/dist/*.wasm',
  'node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/*.wasm',
  'node_modules/@img/sharp-linux-x64/lib/*.node',
  'node_modules/@img/sharp-libvips-linux-x64/lib/*.so.*',
];

export interface PackOptions {
  /** Where the folder `gpu-check` and `gpu-check.tar.xz` are written. */
  readonly target: string;
  /** Folder whose node_modules hold webgpu and @tensorflow/tfjs-backend-webgpu. */
  readonly webgpu: string;
  /** libvulkan.so.1, for machines whose driver comes without the loader. */
  readonly vulkan?: string | undefined;
}

/** @returns the archive's path */
export async function packCheck({ target, webgpu, vulkan }: PackOptions): Promise<string> {
  const folder = join(target, 'gpu-check');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await writePictures(folder, PICTURES);
  for (const path of [
    ...tracedFiles(folder),
    ...globSync(BESIDE, { cwd: ROOT }).map((path) => join(ROOT, path)),
  ]) {
    place(path, join(folder, relative(ROOT, path)));
  }
  for (const path of webgpuFiles(webgpu)) place(path, join(folder, relative(webgpu, path)));
  linkPackages(folder);
  place(realpathSync(join(ROOT, 'node_modules/node/bin/node')), join(folder, 'bin/node'));
  if (vulkan) place(realpathSync(vulkan), join(folder, 'lib/libvulkan.so.1'));
  writeFileSync(join(folder, 'run.sh'), RUN, { mode: 0o755 });
  const archive = join(target, 'gpu-check.tar.xz');
  run('tar', ['-cJf', archive, '-C', target, 'gpu-check'], { XZ_OPT: '-3 -T0' });
  return archive;
}

const RUN = `#!/bin/sh
# Runs the check: sh run.sh [size=small]. The driver must bring Vulkan; VK_DRIVER_FILES names its file where it is not found.
cd "$(dirname "$0")" || exit 1
LD_LIBRARY_PATH="$PWD/lib:$LD_LIBRARY_PATH" exec bin/node test/bench/gpu/check.ts pictures=. webgpu=. "$@"
`;

/** Every file that the check loads on WASM, and the package.json of each package among them. */
function tracedFiles(pictures: string): string[] {
  const directory = mkdtempSync(join(tmpdir(), 'semblance-trace-'));
  const trace = join(directory, 'loads');
  writeFileSync(trace, '');
  const preload = join(import.meta.dirname, 'traceLoads.ts');
  run(process.execPath, ['--import', preload, CHECK, 'trace', `pictures=${pictures}`], {
    TRACE_LOADS: trace,
  });
  const loaded = new Set(
    readFileSync(trace, 'utf8')
      .split('\n')
      .filter((path) => path.startsWith(ROOT) && path !== preload),
  );
  rmSync(directory, { recursive: true });
  const manifests = [...loaded].flatMap(manifestsAbove);
  return [...new Set([...loaded, ...manifests])];
}

function manifestsAbove(path: string): string[] {
  const found: string[] = [];
  for (let folder = dirname(path); folder.startsWith(ROOT); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) found.push(manifest);
  }
  return found;
}

/** Dawn for this platform, and the backend on it. */
function webgpuFiles(folder: string): string[] {
  const platform = `${process.platform}-${process.arch}`;
  const paths = [
    'node_modules/webgpu/{package.json,index.js,LICENSE.md}',
    `node_modules/webgpu/dist/${platform}/*`,
    'node_modules/@tensorflow/tfjs-backend-webgpu/package.json',
    'node_modules/@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.node.js',
  ];
  return globSync(paths, { cwd: folder }).map((path) => join(folder, path));
}

/** Our packages are found through node_modules, whose links a plain copy would not keep. */
function linkPackages(folder: string): void {
  for (const name of ['ml', 'demo-catalog']) {
    const manifest = join(folder, 'packages', name, 'package.json');
    if (!existsSync(manifest)) continue;
    const scope = join(folder, 'node_modules/@semblance');
    mkdirSync(scope, { recursive: true });
    run('ln', ['-sfn', `../../packages/${name}`, join(scope, name)]);
  }
}

function place(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

function run(command: string, args: string[], env: Record<string, string> = {}): void {
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} failed (${status}).`);
}
