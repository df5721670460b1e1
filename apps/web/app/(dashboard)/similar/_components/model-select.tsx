'use client';

import { useId } from 'react';
import { Select } from '@/components/ui/field';
import type { ModelOptionsQuery } from '@/lib/api/generated/graphql';
import { useAddress } from '@/lib/use-address';

interface ModelSelectProps {
  models: ModelOptionsQuery['models'];
  value: string;
}

/** Which model version answers; the one that serves unless another is asked for. */
export function ModelSelect({ models, value }: ModelSelectProps) {
  const id = useId();
  const { change } = useAddress();
  const serving = models.find((model) => model.aliases.includes('production'));
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-muted-foreground text-sm">
        Model
      </label>
      <Select
        id={id}
        value={value}
        onChange={(event) =>
          change({
            model: event.target.value === 'production' ? undefined : event.target.value,
            show: undefined,
          })
        }
        className="w-auto max-w-56"
      >
        <option value="production">
          production{serving ? ` (model ${serving.number})` : ' (none yet)'}
        </option>
        {models.map((model) => {
          const ready = model.coverage.indexed && model.coverage.embedded > 0;
          return (
            <option key={model.id} value={model.id} disabled={!ready}>
              Model {model.number}, {model.name}
              {ready ? '' : ' – not embedded'}
            </option>
          );
        })}
      </Select>
    </div>
  );
}
