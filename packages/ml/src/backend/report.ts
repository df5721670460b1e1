/** Best first; the order in which they are tried. */
export const BACKEND_NAMES = ['tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'] as const;

export type BackendName = (typeof BACKEND_NAMES)[number];

export interface BackendAttempt {
  name: BackendName;
  ok: boolean;
  /** Why this one is not used. */
  reason?: string;
}

export interface BackendReport {
  name: BackendName;
  /** Version of the TensorFlow.js package (and of TensorFlow, where that is what runs). */
  version: string;
  device?: string;
  attempts: BackendAttempt[];
  /** What would make it faster, in sentences for a person. */
  advice: string[];
}

export interface BackendOptions {
  /** Tried first; the others still follow if it cannot be used. */
  prefer?: BackendName;
  /** WebGPU is large and young, so it is used only on request. */
  enableWebgpu?: boolean;
  /** A folder holding `node_modules/@tensorflow/tfjs-node` built by `scripts/build-native.ts`. */
  nativeDirectory?: string;
}

/** What loading a backend tells; throws when it cannot be used. */
export interface LoadedBackend {
  /** The name under which tfjs knows it. */
  engineName: string;
  version: string;
  device?: string;
}
