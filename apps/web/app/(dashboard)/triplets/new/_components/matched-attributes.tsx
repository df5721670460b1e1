'use client';

import { InlineFailure } from '@/components/shared/failure';
import { Checkbox } from '@/components/ui/field';
import { Skeleton } from '@/components/ui/skeleton';
import {
  type CatalogAttribute,
  canBeShared,
  coverageWords,
  likelyMatch,
} from '@/lib/catalog/attributes';
import { type Attributes, useAttributes } from '@/lib/catalog/use-attributes';
import { humanize } from '@/lib/format';
import { attributesShown } from '@/lib/triplets/recipe-form';

/** Which attributes of the catalog a positive shares with its query. */
export function MatchedAttributes({ catalogId }: { catalogId: string }) {
  const { attributes, failure } = useAttributes(catalogId);
  if (failure) return <InlineFailure failure={failure} />;
  return (
    <fieldset className="grid gap-2" aria-busy={attributes === null}>
      <legend className="mb-1.5 font-medium text-sm">
        A positive has the same category, and the same
      </legend>
      {attributes ? (
        <>
          <input type="hidden" name={attributesShown} value="yes" />
          <Choices attributes={attributes} />
        </>
      ) : (
        <Skeleton className="h-24" />
      )}
    </fieldset>
  );
}

function Choices({ attributes }: { attributes: Attributes }) {
  const shared = attributes.attributes.filter(canBeShared);
  if (shared.length === 0) {
    return (
      <p className="text-muted-foreground text-sm">
        The products of this catalog have no attributes that several of them share.
      </p>
    );
  }
  const likely = likelyMatch({ ...attributes, attributes: shared });
  return (
    <ul className="grid max-h-96 gap-x-4 gap-y-1 overflow-y-auto rounded-md border p-2 sm:grid-cols-2 lg:grid-cols-3">
      {shared.map((attribute) => (
        <li key={attribute.name}>
          <Choice
            attribute={attribute}
            productCount={attributes.productCount}
            checked={attribute.name === likely}
          />
        </li>
      ))}
    </ul>
  );
}

interface ChoiceProps {
  attribute: CatalogAttribute;
  productCount: number;
  checked: boolean;
}

function Choice({ attribute, productCount, checked }: ChoiceProps) {
  const { name, values } = attribute;
  const examples = values.slice(0, 3).map(({ value }) => value);
  return (
    <label
      htmlFor={`match-${name}`}
      title={`For example ${examples.join(', ')}`}
      className="flex items-start gap-2.5 rounded-md px-2 py-1.5 text-sm hover:bg-accent"
    >
      <Checkbox
        id={`match-${name}`}
        name="matchOn"
        value={name}
        defaultChecked={checked}
        className="mt-0.5"
      />
      <span className="min-w-0">
        {humanize(name)}
        <span className="tnum block text-muted-foreground text-xs">
          {coverageWords(attribute, productCount)}
        </span>
      </span>
    </label>
  );
}
