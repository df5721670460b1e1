/** The training configuration as a form: which fields it has and what was changed. */

import { jsonEntries } from './format.ts';

export type ConfigKind = 'number' | 'boolean' | 'text' | 'json';

export interface ConfigField {
  name: string;
  kind: ConfigKind;
  /** The default, as a form control holds it. */
  value: string;
}

/** Fields that most people set; the others are folded away. */
export const simpleFields: readonly string[] = ['model', 'epochs'];

/** Every field of a configuration, in its own order. */
export function configFields(config: unknown): ConfigField[] {
  return jsonEntries(config).map(([name, value]) => ({
    name,
    kind: kindOf(value),
    value: kindOf(value) === 'json' ? JSON.stringify(value) : String(value),
  }));
}

function kindOf(value: unknown): ConfigKind {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'string' ? 'text' : 'json';
}

/**
 * The fields of a filled form that differ from the defaults.
 *
 * @throws Error naming the field whose text is not a number or not JSON
 */
export function changedConfig(
  defaults: unknown,
  form: { get(name: string): unknown },
): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const field of configFields(defaults)) {
    const entered = form.get(`config.${field.name}`);
    const text = field.kind === 'boolean' ? String(entered === 'on') : String(entered ?? '').trim();
    if (text !== field.value) changed[field.name] = parse(field, text);
  }
  return changed;
}

function parse({ name, kind }: ConfigField, text: string): unknown {
  if (kind === 'boolean') return text === 'true';
  if (kind === 'text') return text;
  if (kind === 'number') {
    const value = Number(text);
    if (text === '' || !Number.isFinite(value)) throw new Error(`${name} must be a number.`);
    return value;
  }
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${name} must be JSON, for example null, 100 or {"warmup": 100}.`);
  }
}
