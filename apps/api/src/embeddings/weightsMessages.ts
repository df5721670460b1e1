import type {
  CheckpointExport,
  CheckpointManifest,
  ExportedFile,
  ModelImport,
} from '@semblance/ml';
import type { Failure } from './inferenceMessages.ts';

/** What a weights thread is started with: one piece of work. */
export type WeightsTask =
  | { readonly type: 'import'; readonly given: ModelImport; readonly directory: string }
  | {
      readonly type: 'export';
      readonly directory: string;
      readonly target: string;
      readonly options: CheckpointExport;
    };

/** What each kind of work gives. */
export interface WeightsResults {
  import: CheckpointManifest;
  export: ExportedFile[];
}

export type WeightsMessage =
  | { readonly type: 'done'; readonly result: WeightsResults[keyof WeightsResults] }
  | { readonly type: 'failed'; readonly failure: Failure };
