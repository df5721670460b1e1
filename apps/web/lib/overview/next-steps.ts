import {
  embedCommand,
  generateCommand,
  ingestCommand,
  promoteCommand,
  similarCommand,
  trainCommand,
} from '../commands.ts';

export type NextStepKind =
  | 'EMBED_IMAGES'
  | 'IMPORT_CATALOG'
  | 'MAKE_TRIPLETS'
  | 'PROMOTE_MODEL'
  | 'START_TRAINING'
  | 'TRY_SIMILAR'
  | 'WAIT_FOR_TRAINING';

/** Where a next step is done in the dashboard, and the command that does the same. */
export const stepActions: Record<
  NextStepKind,
  { href: string; label: string; command: string | null }
> = {
  IMPORT_CATALOG: {
    href: '/catalog/imports/new',
    label: 'Import a catalog',
    command: ingestCommand,
  },
  MAKE_TRIPLETS: { href: '/triplets/new', label: 'Generate triplets', command: generateCommand },
  START_TRAINING: { href: '/training/new', label: 'New training run', command: trainCommand },
  WAIT_FOR_TRAINING: { href: '/training', label: 'Watch training', command: null },
  EMBED_IMAGES: { href: '/embeddings', label: 'Go to embeddings', command: embedCommand },
  PROMOTE_MODEL: { href: '/embeddings', label: 'Go to embeddings', command: promoteCommand },
  TRY_SIMILAR: { href: '/similar', label: 'Find similar products', command: similarCommand },
};
