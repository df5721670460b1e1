/** The rest of a function's arguments after its first. */
type Bound<Client, Functions> = {
  [Name in keyof Functions]: Functions[Name] extends (
    client: Client,
    ...rest: infer Rest
  ) => infer Result
    ? (...rest: Rest) => Result
    : never;
};

/**
 * A store of functions that each take the database, or what stands for it, as their first argument:
 * `bindTo(pool, module)` gives those of a module without it.
 */
export function bindTo<Client, Functions extends object>(
  client: Client,
  functions: Functions,
): Bound<Client, Functions> {
  const bound = Object.entries(functions).map(([name, of]) => [name, of.bind(null, client)]);
  return Object.fromEntries(bound) as Bound<Client, Functions>;
}
