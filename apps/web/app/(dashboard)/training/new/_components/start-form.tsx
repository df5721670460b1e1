'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { Field, Select, TextField } from '@/components/ui/field';
import { ApiError } from '@/lib/api/errors';
import type {
  TrainingConfigInput,
  TrainingFormQuery,
  TrainingSettingsFragment,
} from '@/lib/api/generated/graphql';
import { StartTrainingMutation } from '@/lib/api/training';
import { useMutation } from '@/lib/api/use-mutation';
import { formatCount } from '@/lib/format';
import { changedConfig, settingIn } from '@/lib/training/training-config';
import { AdvancedSettings } from './advanced-settings';
import { ConfigControl } from './config-control';
import { ModelChoice } from './model-choice';

interface StartFormProps {
  defaults: TrainingFormQuery['trainingDefaults'];
  /** What the controls show at first: the defaults, or another run's configuration. */
  initial: TrainingSettingsFragment;
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
        config: readConfig(defaults, form),
      },
    }));
    if (answer) router.push(`/training/${answer.startTraining.id}`);
  };
  const settings = defaults.settings.filter(({ name }) => name !== 'model');
  return (
    <Card className="max-w-3xl">
      <CardBody>
        <form onSubmit={submit} onInvalidCapture={unfold} className="grid gap-6">
          <div className="grid gap-5 sm:grid-cols-2">
            <TripletSetField sets={tripletSets} chosen={chosen} />
            <TextField id="name" label="Name" hint="Left empty, it gets one." autoComplete="off" />
          </div>
          <ModelChoice models={defaults.models} initial={initial.model} />
          <div className="grid gap-5 sm:grid-cols-2">
            {settings
              .filter(({ common }) => common)
              .map((setting) => (
                <ConfigControl
                  key={setting.name}
                  setting={setting}
                  value={settingIn(initial, setting)}
                />
              ))}
          </div>
          <AdvancedSettings settings={settings.filter(({ common }) => !common)} initial={initial} />
          <InlineFailure failure={start.failure} />
          <Button type="submit" disabled={start.pending} className="justify-self-start">
            {start.pending ? 'Starting…' : 'Start training'}
          </Button>
        </form>
      </CardBody>
    </Card>
  );
}

interface TripletSetFieldProps {
  sets: TrainingFormQuery['tripletSets'];
  chosen: string | undefined;
}

function TripletSetField({ sets, chosen }: TripletSetFieldProps) {
  return (
    <Field id="tripletSetId" label="Triplets">
      <Select id="tripletSetId" name="tripletSetId" required defaultValue={chosen}>
        {sets.map((set) => (
          <option key={set.id} value={set.id}>
            {set.name} v{set.version} · {formatCount(set.total)} from {set.catalog.name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

/** A control that the browser refuses must be seen, or its message appears nowhere. */
function unfold(event: FormEvent<HTMLFormElement>) {
  if (event.target instanceof Element) event.target.closest('details')?.setAttribute('open', '');
}

function readConfig(
  { settings, config }: StartFormProps['defaults'],
  form: FormData,
): TrainingConfigInput {
  try {
    return changedConfig(settings, config, form);
  } catch (error) {
    throw new ApiError({
      code: 'BAD_INPUT',
      message: error instanceof Error ? error.message : String(error),
    });
  }
}
