import type { CheckpointManifest } from '../checkpoints/checkpointManifest.ts';
import { type LostThread, Thread } from '../threads/thread.ts';
import type { ExportedFile } from './exportCheckpoint.ts';
import type { ModelImport } from './modelImport.ts';
import type { ExportOrder, WeightsHandlers } from './weightsThread.ts';

const FILE = new URL('./weightsThread.ts', import.meta.url);

/** `importCheckpoint` in a thread of its own, see `inThread`. @throws what it throws, or `lost` */
export function importCheckpointInThread(
  given: ModelImport,
  directory: string,
  lost: LostThread,
): Promise<CheckpointManifest> {
  return inThread(lost, (thread) => thread.ask('import', { given, directory }));
}

/** `exportCheckpoint` in a thread of its own, see `inThread`. @throws what it throws, or `lost` */
export function exportCheckpointInThread(
  order: ExportOrder,
  lost: LostThread,
): Promise<ExportedFile[]> {
  return inThread(lost, (thread) => thread.ask('export', order));
}

/**
 * A thread for one piece of work: hundreds of megabytes and seconds of arithmetic that neither the
 * event loop nor this process's memory keeps.
 */
async function inThread<T>(
  lost: LostThread,
  work: (thread: Thread<WeightsHandlers>) => Promise<T>,
): Promise<T> {
  const thread = new Thread<WeightsHandlers>(FILE, undefined, lost);
  try {
    return await work(thread);
  } finally {
    await thread.close();
  }
}
