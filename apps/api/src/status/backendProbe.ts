/** Which TensorFlow.js backend would be used here, found out beside the event loop. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BackendOptions, type BackendReport, openBackend } from '@semblance/ml';
import { backendOptions, type Env } from '../env.ts';

const THIS_FILE = fileURLToPath(import.meta.url);
const AS_PROBE = '--probe-backend';

/**
 * Opens the backend in a process of its own, which ends afterwards. Not in a thread: native
 * TensorFlow takes the whole process down when the thread that loaded it ends.
 */
export function probeBackend(
  env: Pick<Env, 'backend' | 'enableWebgpu' | 'nativeDirectory'>,
): Promise<BackendReport> {
  const options = backendOptions(env);
  return new Promise((resolve, reject) => {
    const child = fork(THIS_FILE, [AS_PROBE, JSON.stringify(options)], {
      // What a native library logs while it starts is not the caller's output.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.once('message', (report) => resolve(report as BackendReport));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The backend probe ended with code ${code}.`)));
  });
}

const [role, options] = process.argv.slice(2);
if (role === AS_PROBE && options !== undefined) {
  const report = await openBackend(JSON.parse(options) as BackendOptions);
  process.send?.(report, () => process.exit());
}
