'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { GenerateTripletsMutation } from '@/lib/api/triplets';
import { useMutation } from '@/lib/api/use-mutation';
import { recipeInput } from '@/lib/triplets/recipe-form';
import { CatalogAndName } from './catalog-and-name';
import { MatchedAttributes } from './matched-attributes';
import { RecipeDetails } from './recipe-details';

interface GenerateFormProps {
  catalogs: { id: string; name: string; productCount: number }[];
}

/** A recipe over one catalog; the attributes it offers are those of that catalog. */
export function GenerateForm({ catalogs }: GenerateFormProps) {
  const router = useRouter();
  const [catalogId, setCatalogId] = useState(catalogs[0]?.id ?? '');
  const make = useMutation(GenerateTripletsMutation);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const answer = await make.run({ input: recipeInput(new FormData(event.currentTarget)) });
    if (answer) router.push(`/triplets/${answer.generateTriplets.id}`);
  };
  return (
    <form onSubmit={submit} className="grid gap-6">
      <CatalogAndName catalogs={catalogs} onCatalog={setCatalogId} />
      <TextField
        id="count"
        label="Triplets"
        hint="Over all three splits. No product is in more than one of them."
        type="number"
        min="1"
        max="10000000"
        required
        defaultValue={20000}
        inputClassName="tnum max-w-48"
      />
      <MatchedAttributes key={catalogId} catalogId={catalogId} />
      <RecipeDetails />
      <InlineFailure failure={make.failure} />
      <Button type="submit" disabled={make.pending} className="justify-self-start">
        {make.pending ? 'Starting…' : 'Generate triplets'}
      </Button>
    </form>
  );
}
