export type SettingKind = 'choice' | 'names' | 'number' | 'whole' | 'flag';

/** What a choice means, in one line. */
export interface Explained {
  name: string;
  description: string;
}

/** One setting of a training run: everything that defaults, checks, help and forms need of it. */
export interface Setting<T> {
  kind: SettingKind;
  /** One line for a person: what it does, in which unit. */
  description: string;
  default: T;
  /** What a configuration saved before this setting existed takes, so that it means the same. */
  absent: T;
  /** Shown first; the others are for those who look for them. */
  common: boolean;
  /** The values of a `choice`, the parts of `names`. */
  choices?: () => readonly string[];
  /** What the choices mean, where their names do not say it all. */
  explanations?: () => readonly Explained[];
  /** Of a number, both included. */
  minimum?: number;
  maximum?: number;
  /** Whether null is allowed. */
  nullable: boolean;
  /** Why a value is refused, to be read after the name of the setting; nothing when it is right. */
  refuse(value: unknown): string | undefined;
}

interface Options<T> {
  default: T;
  /** Give it where the default differs from how training went before this setting existed. */
  absent?: T;
  common?: boolean;
  explanations?: () => readonly Explained[];
}

interface Range {
  minimum: number;
  maximum: number;
}

type Check = (value: unknown) => string | undefined;

function setting<T>(
  kind: SettingKind,
  description: string,
  options: Options<T>,
  refuse: Check,
  rest: Partial<Setting<T>> = {},
): Setting<T> {
  const { default: value, absent = value, common = false, explanations } = options;
  const base = { kind, description, default: value, absent, common, nullable: false, refuse };
  return { ...base, ...(explanations && { explanations }), ...rest };
}

/** One of a few names. */
export function choice<const Name extends string>(
  names: readonly Name[] | (() => readonly Name[]),
  description: string,
  options: Options<NoInfer<Name>>,
): Setting<Name> {
  const choices = typeof names === 'function' ? names : () => names;
  const refuse = (value: unknown) => {
    if (choices().some((name) => name === value)) return undefined;
    return `must be one of ${choices().join(', ')}`;
  };
  return setting('choice', description, options, refuse, { choices });
}

/** Some of a few names in order, joined by `+`; `none` for none of them. */
export function names(
  known: () => readonly string[],
  description: string,
  options: Options<string>,
): Setting<string> {
  const refuse = (value: unknown) => {
    const parts = typeof value === 'string' ? splitNames(value) : [''];
    const right = parts.every((part) => known().includes(part));
    if (right && new Set(parts).size === parts.length) return undefined;
    return `must be none, or some of ${known().join(', ')}, each once and joined by +`;
  };
  return setting('names', description, options, refuse, { choices: known });
}

/** The parts of a `names` setting. */
export function splitNames(value: string): string[] {
  return value === 'none' ? [] : value.split('+');
}

/** Any number of a range. */
export function number(
  range: Range,
  description: string,
  options: Options<number>,
): Setting<number> {
  return setting('number', description, options, outside(range), { ...range });
}

/** Any number of a range, or null. */
export function numberOrNull(range: Range, description: string, options: Options<number | null>) {
  const refuse = (value: unknown) => (value === null ? undefined : outside(range)(value));
  return setting('number', description, options, refuse, { ...range, nullable: true });
}

/** A whole number of a range. */
export function whole(range: Range, description: string, options: Options<number>) {
  return setting('whole', description, options, (value) => notWhole(range, value), { ...range });
}

/** A whole number of a range, or null. */
export function wholeOrNull(range: Range, description: string, options: Options<number | null>) {
  const refuse = (value: unknown) => (value === null ? undefined : notWhole(range, value));
  return setting('whole', description, options, refuse, { ...range, nullable: true });
}

/** True or false. */
export function flag(description: string, options: Options<boolean>): Setting<boolean> {
  const refuse = (value: unknown) =>
    typeof value === 'boolean' ? undefined : 'must be true or false';
  return setting('flag', description, options, refuse);
}

function outside({ minimum, maximum }: Range): Check {
  return (value) => {
    if (typeof value === 'number' && value >= minimum && value <= maximum) return undefined;
    return `must be a number from ${minimum} to ${maximum}`;
  };
}

function notWhole(range: Range, value: unknown): string | undefined {
  return outside(range)(value) ?? (Number.isInteger(value) ? undefined : 'must be a whole number');
}
