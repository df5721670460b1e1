'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { Field, Input, Select } from '@/components/ui/field';
import { ApiError } from '@/lib/api/errors';
import type { TrainingFormQuery } from '@/lib/api/generated/graphql';
import { StartTrainingMutation } from '@/lib/api/training';
import { useMutation } from '@/lib/api/use-mutation';
import { formatCount, humanize } from '@/lib/format';
import { changedConfig, type TrainingSetting } from '@/lib/training/training-config';
import { ConfigControl } from './config-control';
import { ModelChoice } from './model-choice';

interface StartFormProps {
  defaults: TrainingFormQuery['trainingDefaults'];
  /** What the controls show at first: the defaults, or another run's configuration. */
  initial: Record<string, unknown>;
  tripletSets: TrainingFormQuery['tripletSets'];
  chosen?: string;
}

export function StartForm({ defaults, initial, tripletSets, chosen }: StartFormProps) {
  const router = useRouter();
  const start = useMutation(StartTrainingMutation);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const answer = await start.run(async () => ({
      input: {
        name: String(form.get('name')).trim() || undefined,
        tripletSetId: String(form.get('tripletSetId')),
        config: readConfig(defaults.settings, form),
      },
    }));
    if (answer) router.push(`/training/${answer.startTraining.id}`);
  };
  const settings = defaults.settings.filter(({ name }) => name !== 'model');
  const control = (setting: TrainingSetting) => (
    <ConfigControl key={setting.name} setting={setting} value={initial[setting.name]} />
  );
  const advanced = settings.filter(({ common }) => !common);
  return (
    <Card className="max-w-3xl">
      <CardBody>
        <form onSubmit={submit} onInvalidCapture={unfold} className="grid gap-6">
          <div className="grid gap-5 sm:grid-cols-2">
            <Field id="tripletSetId" label="Triplets">
              <Select id="tripletSetId" name="tripletSetId" required defaultValue={chosen}>
                {tripletSets.map((set) => (
                  <option key={set.id} value={set.id}>
                    {set.name} v{set.version} · {formatCount(set.total)} from {set.catalog.name}
                  </option>
                ))}
              </Select>
            </Field>
            <Field id="name" label="Name" hint="Left empty, it gets one.">
              <Input id="name" name="name" autoComplete="off" aria-describedby="name-hint" />
            </Field>
          </div>
          <ModelChoice models={defaults.models} initial={String(initial.model ?? '')} />
          <div className="grid gap-5 sm:grid-cols-2">
            {settings.filter(({ common }) => common).map(control)}
          </div>
          <details className="rounded-md border">
            <summary className="rounded-md px-4 py-3 font-medium">
              Advanced{' '}
              <span className="font-normal text-muted-foreground">
                – loss, optimizer, schedule and the rest
              </span>
            </summary>
            {[...new Set(advanced.map(({ group }) => group))].map((group) => (
              <fieldset key={group} className="border-t p-4">
                <legend className="sr-only">{humanize(group)}</legend>
                <p aria-hidden="true" className="mb-3 font-medium text-muted-foreground text-sm">
                  {humanize(group)}
                </p>
                <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
                  {advanced.filter((setting) => setting.group === group).map(control)}
                </div>
              </fieldset>
            ))}
          </details>
          <InlineFailure failure={start.failure} />
          <Button type="submit" disabled={start.pending} className="justify-self-start">
            {start.pending ? 'Starting…' : 'Start training'}
          </Button>
        </form>
      </CardBody>
    </Card>
  );
}

/** A control that the browser refuses must be seen, or its message appears nowhere. */
function unfold(event: FormEvent<HTMLFormElement>) {
  (event.target as HTMLElement).closest('details')?.setAttribute('open', '');
}

function readConfig(settings: readonly TrainingSetting[], form: FormData): Record<string, unknown> {
  try {
    return changedConfig(settings, form);
  } catch (error) {
    throw new ApiError({
      code: 'BAD_INPUT',
      message: error instanceof Error ? error.message : String(error),
    });
  }
}
