import { Badge } from '@/components/ui/badge';
import type { TrainingFormQuery } from '@/lib/api/generated/graphql';

interface ModelChoiceProps {
  models: TrainingFormQuery['trainingDefaults']['models'];
  initial: string;
}

/** Architectures with what they are good for. */
export function ModelChoice({ models, initial }: ModelChoiceProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">Model</legend>
      {models.map((model) => (
        <label
          key={model.name}
          htmlFor={`model-${model.name}`}
          className="flex cursor-pointer items-start gap-3 rounded-md border px-3.5 py-3 hover:bg-accent/50 has-checked:border-primary has-checked:bg-accent/60"
        >
          <input
            id={`model-${model.name}`}
            type="radio"
            name="config.model"
            value={model.name}
            defaultChecked={model.name === initial}
            required
            className="mt-1 size-4 accent-primary"
          />
          <span className="min-w-0">
            <span className="flex flex-wrap items-center gap-2 font-medium">
              {model.name}
              {model.cpuFriendly ? <Badge tone="positive">fits a CPU</Badge> : null}
            </span>
            <span className="block text-muted-foreground text-sm">{model.description}</span>
            <span className="tnum block text-muted-foreground text-sm">
              {model.inputSize} × {model.inputSize} pixels in, {model.embeddingDimension} numbers
              out
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
