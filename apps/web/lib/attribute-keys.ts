import { jsonEntries } from './format.ts';

/**
 * The names of the attributes that any of the products has, in order.
 *
 * @param products each with its attributes as the API gives them: JSON, values by name
 * @param takes whether an attribute with this value counts
 */
export function attributeKeys(
  products: readonly { attributes: unknown }[],
  takes: (value: unknown) => boolean = () => true,
): string[] {
  const keys = products.flatMap(({ attributes }) =>
    jsonEntries(attributes).flatMap(([key, value]) => (takes(value) ? [key] : [])),
  );
  return [...new Set(keys)].sort();
}
