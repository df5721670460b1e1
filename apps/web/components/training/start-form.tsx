'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { InlineFailure } from '@/components/failure';
import { useMutation } from '@/components/forms/use-mutation';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { Field, Input, Select } from '@/components/ui/field';
import { ApiError } from '@/lib/api/errors';
import type { TrainingFormQuery } from '@/lib/api/generated/graphql';
import { StartTrainingMutation } from '@/lib/api/training';
import { formatCount } from '@/lib/format';
import { changedConfig, configFields, simpleFields } from '@/lib/training-config';
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
        config: readConfig(defaults.config, form),
      },
    }));
    if (answer) router.push(`/training/${answer.startTraining.id}`);
  };
  const fields = configFields(initial).filter(({ name }) => name !== 'model');
  const control = (field: (typeof fields)[number]) => (
    <ConfigControl key={field.name} field={field} choices={choicesOf(field.name, defaults)} />
  );
  return (
    <Card className="max-w-3xl">
      <CardBody>
        <form onSubmit={submit} className="grid gap-6">
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
            {fields.filter(({ name }) => simpleFields.includes(name)).map(control)}
          </div>
          <details className="rounded-md border">
            <summary className="rounded-md px-4 py-3 font-medium">
              Advanced{' '}
              <span className="font-normal text-muted-foreground">
                – loss, optimizer, schedule and the rest
              </span>
            </summary>
            <div className="grid gap-4 border-t p-4 sm:grid-cols-2 lg:grid-cols-3">
              {fields.filter(({ name }) => !simpleFields.includes(name)).map(control)}
            </div>
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

function choicesOf(name: string, defaults: StartFormProps['defaults']): string[] | undefined {
  return defaults.choices.find(({ field }) => field === name)?.values;
}

function readConfig(defaults: unknown, form: FormData): Record<string, unknown> {
  try {
    return changedConfig(defaults, form);
  } catch (error) {
    throw new ApiError({
      code: 'BAD_INPUT',
      message: error instanceof Error ? error.message : String(error),
    });
  }
}
