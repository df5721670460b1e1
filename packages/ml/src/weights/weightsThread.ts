/** The thread of inThread.ts: imports or exports models. */
import { answerQuestions } from '../threads/answer.ts';
import { type CheckpointExport, exportCheckpoint } from './exportCheckpoint.ts';
import { importCheckpoint } from './importCheckpoint.ts';
import type { ModelImport } from './modelImport.ts';

/** A checkpoint folder and the folder that its export becomes. */
export interface ExportOrder {
  directory: string;
  target: string;
  options: CheckpointExport;
}

const handlers = {
  import: ({ given, directory }: { given: ModelImport; directory: string }) =>
    importCheckpoint(given, directory),
  export: ({ directory, target, options }: ExportOrder) =>
    exportCheckpoint(directory, target, options),
};
export type WeightsHandlers = typeof handlers;

answerQuestions(handlers);
