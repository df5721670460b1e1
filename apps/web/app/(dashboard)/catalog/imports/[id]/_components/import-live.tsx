'use client';

import type { ImportRunRowFragment } from '@/lib/api/generated/graphql';
import { useLive } from '@/lib/api/live';
import { importRunSource } from '@/lib/api/live-rows';
import { ImportCard } from '../../_components/import-card';

/** State and counts of one import, live while it runs. */
export function ImportLive({ initial }: { initial: ImportRunRowFragment }) {
  return <ImportCard run={useLive(initial, importRunSource)} />;
}
