import type { MlBackend } from '../env.ts';
import type { ErrorDetails } from '../errors.ts';

/** What an inference thread is started with. */
export interface ThreadData {
  /** Directory of the exported model. */
  readonly directory: string;
  readonly backend: MlBackend | undefined;
  readonly enableWebgpu: boolean;
}

export interface EmbedRequest {
  readonly id: number;
  /** RGB, row by row, as decodeImage makes them for the model's preprocessing. */
  readonly pixels: readonly Uint8Array[];
}

/** What a thread says back. */
export type ThreadMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'embedded'; readonly id: number; readonly vectors: readonly Float32Array[] }
  | { readonly type: 'failed'; readonly id: number | undefined; readonly failure: Failure };

/** An error as it crosses between threads, which lose an error's class. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details: ErrorDetails;
}
