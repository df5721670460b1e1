/**
 * npm run gpu:check                          runs the check here
 * npm run gpu:check -- pack=<folder>         packs it for a machine that has a GPU and no network
 *   webgpu=<folder>     where webgpu and @tensorflow/tfjs-backend-webgpu are installed (var/native)
 *   vulkan=<file>       libvulkan.so.1 to pack with it
 *   size=small          for drivers that compute on the processor
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packCheck } from './pack.ts';
import { writePictures } from './pictures.ts';
import { setting } from './setting.ts';

const PICTURES = 16;

const webgpu = resolve(setting('webgpu') ?? 'var/native');
const target = setting('pack');
if (target === undefined) {
  process.exitCode = await checkHere();
} else {
  const archive = await packCheck({ target: resolve(target), webgpu, vulkan: setting('vulkan') });
  const megabytes = statSync(archive).size / 2 ** 20;
  console.log(`${archive}: ${megabytes.toFixed(1)} MiB. There: tar xJf, then sh gpu-check/run.sh`);
}

async function checkHere(): Promise<number> {
  const pictures = mkdtempSync(join(tmpdir(), 'semblance-gpu-'));
  await writePictures(pictures, PICTURES);
  const check = join(import.meta.dirname, 'check.ts');
  const args = [
    check,
    `pictures=${pictures}`,
    `webgpu=${webgpu}`,
    `size=${setting('size') ?? 'large'}`,
  ];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  rmSync(pictures, { recursive: true });
  return status ?? 1;
}
