/** The largest seed that a page draws or takes from an address. */
export const maxSeed = 999_999;

/** Another seed than the present one. */
export function nextSeed(seed: number, random: () => number = Math.random): number {
  const drawn = 1 + Math.floor(random() * maxSeed);
  return drawn === seed ? (drawn % maxSeed) + 1 : drawn;
}
