import { GraphQLError } from 'graphql';

/**
 * Which field of an input object a variable got wrong, as errors of ours name it: `config.epochs`,
 * `files.0.split`. graphql-js has it in its sentences only: `Variable "$input" got invalid value
 * "x" at "input.config.epochs"; Int cannot represent non-integer value: "x"`.
 * @returns undefined for every other fault
 */
export function faultyInputField(error: unknown): string | undefined {
  for (let at = error; at instanceof GraphQLError; at = at.originalError) {
    const reason = at.originalError;
    if (!at.message.startsWith('Variable "$') || !(reason instanceof GraphQLError)) continue;
    const before = at.message.slice(0, -`; ${reason.message}`.length);
    const place = / at "([^"]+)"$/.exec(before)?.[1]?.replaceAll(/\[(\d+)\]/g, '.$1');
    const [, ...path] = place?.split('.') ?? [];
    const name = /^Field "(\w+)" (?:is not defined by|of required) type/.exec(reason.message)?.[1];
    if (name !== undefined) path.push(name);
    return path.length > 0 ? path.join('.') : undefined;
  }
  return undefined;
}
