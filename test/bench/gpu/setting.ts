/** The value of an argument `name=value`. */
export function setting(name: string): string | undefined {
  const prefix = `${name}=`;
  return process.argv.find((given) => given.startsWith(prefix))?.slice(prefix.length);
}
