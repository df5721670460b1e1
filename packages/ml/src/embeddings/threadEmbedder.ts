import { type LostThread, Thread } from '../threads/thread.ts';
import type { EmbedderHandlers, EmbedderThreadData } from './embedderThread.ts';

const FILE = new URL('./embedderThread.ts', import.meta.url);

/** A model held by a thread of its own: the event loop never waits for its arithmetic. */
export interface ThreadEmbedder {
  /**
   * One unit vector an image, in order. Each image is RGB bytes `[size, size, 3]`.
   *
   * @throws {MlError} DIMENSION_MISMATCH, EMBEDDINGS_COLLAPSED; or `failure`
   */
  embed(pixels: readonly Uint8Array[]): Promise<Float32Array[]>;
  /** Why nothing can be embedded any more, once the thread has ended. */
  readonly failure: Error | undefined;
  /** Ends the thread; what is under way fails with the reason. */
  close(reason: Error): Promise<void>;
}

/**
 * Starts a thread and loads the model of a checkpoint folder in it, see `loadEmbedder`.
 *
 * @throws {MlError} CHECKPOINT_MISSING, CHECKPOINT_CORRUPT, CHECKPOINT_MISMATCH, MODEL_UNKNOWN,
 *   BACKEND_UNAVAILABLE; or `lost` when the thread ends before the model is there
 */
export async function openThreadEmbedder(
  data: EmbedderThreadData,
  lost: LostThread,
): Promise<ThreadEmbedder> {
  const thread = new Thread<EmbedderHandlers>(FILE, data, lost);
  try {
    await thread.ask('load', undefined);
  } catch (error) {
    await thread.close();
    throw error;
  }
  return {
    embed: (pixels) => thread.ask('embed', pixels),
    get failure() {
      return thread.failure;
    },
    close: (reason) => thread.close(reason),
  };
}
