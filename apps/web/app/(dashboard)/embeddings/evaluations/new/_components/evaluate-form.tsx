'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { Field, Select } from '@/components/ui/field';
import { EvaluateModelMutation } from '@/lib/api/evaluation';
import type { EvaluationChoicesQuery } from '@/lib/api/generated/graphql';
import { useMutation } from '@/lib/api/use-mutation';
import { readSplit } from '@/lib/splits';

interface EvaluateFormProps {
  model: string;
  sets: EvaluationChoicesQuery['tripletSets'];
}

export function EvaluateForm({ model, sets }: EvaluateFormProps) {
  const router = useRouter();
  const evaluate = useMutation(EvaluateModelMutation);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const answer = await evaluate.run({
      ...{ model, set: String(form.get('set')) },
      split: readSplit(String(form.get('split'))) ?? 'TEST',
    });
    if (answer) router.push(`/embeddings/evaluations/${answer.evaluateModel.id}`);
  };
  return (
    <Card className="max-w-xl">
      <CardBody>
        <form onSubmit={submit} className="grid gap-5">
          <Field id="set" label="Triplet set">
            <Select id="set" name="set" required>
              {sets.map(({ id, name, version }) => (
                <option key={id} value={id}>
                  {name} v{version}
                </option>
              ))}
            </Select>
          </Field>
          <Field
            id="split"
            label="Split"
            hint="Retrieval is judged among the products that no earlier split shows."
          >
            <Select id="split" name="split" defaultValue="TEST" aria-describedby="split-hint">
              <option value="TEST">Test</option>
              <option value="VAL">Validation</option>
              <option value="TRAIN">Training (triplets only)</option>
            </Select>
          </Field>
          <InlineFailure failure={evaluate.failure} />
          <Button type="submit" disabled={evaluate.pending} className="justify-self-start">
            {evaluate.pending ? 'Starting…' : 'Evaluate'}
          </Button>
        </form>
      </CardBody>
    </Card>
  );
}
