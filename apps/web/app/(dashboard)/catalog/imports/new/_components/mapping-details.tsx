'use client';

import { useEffect, useState } from 'react';
import { mappingOrigins } from '@/lib/catalog/feed-words';
import type { Mapping, MappingField } from '@/lib/catalog/import-mapping';
import { MappingControls } from './mapping-controls';
import type { FeedAnalysis } from './use-analysis';

interface MappingDetailsProps {
  analysis: FeedAnalysis;
  fields: readonly MappingField[];
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}

/** The columns, folded away unless they must be chosen. */
export function MappingDetails({ analysis, fields, mapping, onChange }: MappingDetailsProps) {
  const [open, setOpen] = useState(false);
  const { mappingFrom } = analysis;
  const mustChoose = analysis.mapping === null;
  useEffect(() => {
    if (mustChoose) setOpen(true);
  }, [mustChoose]);
  return (
    <details
      className="rounded-lg border bg-card"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="rounded-lg px-4 py-3 font-medium sm:px-5">
        Columns{' '}
        <span className="font-normal text-muted-foreground">
          – {mappingFrom ? mappingOrigins[mappingFrom] : 'to be chosen'}
        </span>
      </summary>
      <div className="border-t p-4 sm:p-5">
        <MappingControls
          fields={fields}
          columns={analysis.columns}
          mapping={mapping}
          onChange={onChange}
        />
      </div>
    </details>
  );
}
