import { Badge } from '@/components/ui/badge';
import type { TrainingFormQuery } from '@/lib/api/generated/graphql';
import { formatCount } from '@/lib/format';

type Model = TrainingFormQuery['trainingDefaults']['models'][number];

interface ModelChoiceProps {
  models: readonly Model[];
  initial: string;
}

/** Architectures with what they are good for; the published ones, which are many, folded away. */
export function ModelChoice({ models, initial }: ModelChoiceProps) {
  const published = models.filter(({ status }) => status !== 'OURS');
  const option = (model: Model) => (
    <ModelOption key={model.name} model={model} chosen={model.name === initial} />
  );
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">Model</legend>
      {models.filter(({ status }) => status === 'OURS').map(option)}
      <details className="rounded-md border" open={published.some(({ name }) => name === initial)}>
        <summary className="rounded-md px-4 py-3 font-medium">
          Published models{' '}
          <span className="font-normal text-muted-foreground">
            – {formatCount(published.length)}, which want a GPU or TensorFlow itself
          </span>
        </summary>
        <div className="grid max-h-[28rem] gap-2 overflow-y-auto border-t p-4">
          {published.map(option)}
        </div>
      </details>
    </fieldset>
  );
}

function ModelOption({ model, chosen }: { model: Model; chosen: boolean }) {
  return (
    <label
      htmlFor={`model-${model.name}`}
      className="flex cursor-pointer items-start gap-3 rounded-md border px-3.5 py-3 hover:bg-accent/50 has-checked:border-primary has-checked:bg-accent/60"
    >
      <input
        id={`model-${model.name}`}
        type="radio"
        name="config.model"
        value={model.name}
        defaultChecked={chosen}
        required
        className="mt-1 size-4 accent-primary"
      />
      <span className="min-w-0">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {model.name}
          {model.cpuFriendly ? <Badge tone="positive">fits a CPU</Badge> : null}
          {model.status === 'AS_INTENDED' ? <Badge>as intended</Badge> : null}
        </span>
        <span className="block text-muted-foreground text-sm">{model.description}</span>
        <span className="tnum block text-muted-foreground text-sm">
          {model.inputSize} × {model.inputSize} pixels, {formatCount(model.embeddingDimension)}{' '}
          dimensions, {formatCount(model.parameters)} weights
        </span>
      </span>
    </label>
  );
}
