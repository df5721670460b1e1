import type { NextStepKind } from '../api/generated/graphql';
import { commands } from '../commands.ts';

/** Where a next step is done in the dashboard, and the command that does the same. */
export const stepActions: Record<
  NextStepKind,
  { href: string; label: string; command: string | null }
> = {
  IMPORT_CATALOG: {
    href: '/catalog/imports/new',
    label: 'Import a catalog',
    command: commands.ingest,
  },
  MAKE_TRIPLETS: { href: '/triplets/new', label: 'Generate triplets', command: commands.triplets },
  START_TRAINING: { href: '/training/new', label: 'New training run', command: commands.train },
  WAIT_FOR_EMBEDDING: { href: '/embeddings', label: 'Watch embedding', command: null },
  WAIT_FOR_IMPORT: { href: '/catalog/imports', label: 'Watch the import', command: null },
  WAIT_FOR_TRIPLETS: { href: '/triplets', label: 'Watch the triplets', command: null },
  WAIT_FOR_TRAINING: { href: '/training', label: 'Watch training', command: null },
  EMBED_IMAGES: { href: '/embeddings', label: 'Go to embeddings', command: commands.embed },
  PROMOTE_MODEL: { href: '/embeddings', label: 'Go to embeddings', command: commands.promote },
  TRY_SIMILAR: { href: '/similar', label: 'Find similar products', command: commands.similar },
};
