/**
 * Builds tfjs-node against the TensorFlow of a Python wheel, for machines without (or too new for)
 * the prebuilt library, and for a newer TensorFlow than the one tfjs-node pins. The binding gains
 * what fused convolutions need (`native/`), which the prebuilt one lacks:
 *
 *     node packages/ml/scripts/build-native.ts [--tensorflow <site-packages/tensorflow>] [--to var/native]
 *
 * Needs g++ and a `tensorflow` (or `tensorflow_cpu`) wheel of 2.9 or later, unpacked or installed.
 * `openBackend({ nativeDirectory: 'var/native' })` then finds it. Linux only.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { patchBinding } from './native/patchBinding.ts';

const TFJS_NODE = '@tensorflow/tfjs-node@4.22.0';
const NODE_HEADERS = 'node-api-headers@1.9.0';
/** The Node-API version whose folder tfjs-node 4.22 looks into. */
const NAPI_VERSION = 8;

const { values } = parseArgs({
  options: { tensorflow: { type: 'string' }, to: { type: 'string', default: 'var/native' } },
});
const target = resolve(values.to);
const tensorflow = resolve(values.tensorflow ?? askPython());

const libraries = findLibraries(tensorflow);
installWithoutScripts();
const packageFolder = join(target, 'node_modules/@tensorflow/tfjs-node');
linkDependencies(packageFolder);
compile(packageFolder);
console.log(`Built. openBackend({ nativeDirectory: ${JSON.stringify(target)} }) will use it.`);

function askPython(): string {
  const code =
    'import importlib.util as u; print(u.find_spec("tensorflow").submodule_search_locations[0])';
  try {
    return execFileSync('python3', ['-c', code], { encoding: 'utf8' }).trim();
  } catch {
    return fail('python3 finds no tensorflow. Name its folder with --tensorflow.');
  }
}

function findLibraries(folder: string): { name: string; path: string }[] {
  if (!existsSync(join(folder, 'include/tensorflow/c/c_api.h'))) {
    fail(
      `${folder} has no include/tensorflow/c/c_api.h; it should be the wheel's tensorflow folder.`,
    );
  }
  const framework = requireFile(folder, /^libtensorflow_framework\.so\.2$/);
  return [
    { name: 'libtensorflow.so', path: requireFile(folder, /^libtensorflow_cc\.so\.2$/) },
    { name: 'libtensorflow_framework.so', path: framework },
    // The libraries ask for one another by these names.
    { name: 'libtensorflow_framework.so.2', path: framework },
    { name: 'libtensorflow_cc.so.2', path: requireFile(folder, /^libtensorflow_cc\.so\.2$/) },
  ];
}

function requireFile(folder: string, pattern: RegExp): string {
  const name = readdirSync(folder).find((entry) => pattern.test(entry));
  return name ? join(folder, name) : fail(`${folder} has no file like ${pattern.source}.`);
}

/** tfjs-node's own install script would download a TensorFlow of its own. */
function installWithoutScripts(): void {
  mkdirSync(target, { recursive: true });
  const manifest = join(target, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{"name":"native","private":true}\n');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--workspaces=false'];
  execFileSync('npm', ['install', ...quiet, '--prefix', target, TFJS_NODE, NODE_HEADERS], {
    cwd: target,
    stdio: 'inherit',
  });
}

function linkDependencies(folder: string): void {
  const dependencies = join(folder, 'deps');
  rmSync(dependencies, { recursive: true, force: true });
  mkdirSync(join(dependencies, 'lib'), { recursive: true });
  symlinkSync(join(tensorflow, 'include'), join(dependencies, 'include'));
  for (const { name, path } of libraries) symlinkSync(path, join(dependencies, 'lib', name));
}

function compile(folder: string): void {
  const output = join(folder, `lib/napi-v${NAPI_VERSION}`);
  mkdirSync(output, { recursive: true });
  const include = [
    join(target, 'node_modules/node-api-headers/include'),
    join(folder, 'deps/include'),
    folder,
    join(import.meta.dirname, 'native'),
  ];
  const binding = join(folder, 'binding');
  const sources = [patchBinding(binding), join(binding, 'tfjs_binding.cc')];
  console.log('Compiling the binding (about 20 s)');
  execFileSync(
    'g++',
    [
      ...['-shared', '-fPIC', '-O2', '-std=c++17', `-DNAPI_VERSION=${NAPI_VERSION}`],
      ...include.flatMap((path) => ['-I', path]),
      ...sources,
      ...['-o', join(output, 'tfjs_binding.node')],
      ...['-L', join(folder, 'deps/lib'), '-ltensorflow', '-ltensorflow_framework'],
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ],
    { stdio: 'inherit' },
  );
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
