import type { ComplexityErrorKind, FieldComplexityValue } from '@pothos/plugin-complexity';
import { type GraphQLField, getNullableType, isLeafType, isListType } from 'graphql';
import { AppError } from '../errors.ts';

/** What one operation may ask for: several times what the dashboard's largest asks. */
export const COST_LIMITS = { complexity: 10_000, depth: 12, breadth: 300 };

/** Tokens of one document; stops a huge query before it is parsed whole. */
export const MAX_TOKENS = 4_000;

/** Lists whose rows were counted by an argument of the field above them. */
const COUNTED: ReadonlySet<string> = new Set(['edges', 'nodes', 'results']);

const PAGE_WORDS = ['first', 'count', 'results'] as const;

/** A page of more rows is refused by its own field, which names the argument. */
const MAX_ROWS = 100;

/**
 * Cost of a field: 1 for an object, 0.1 for a leaf, times the rows that its arguments ask for
 * (`first`, `count`, `results`); a list without such an argument counts as ten rows.
 */
export function fieldCost(
  args: Record<string, unknown>,
  _context: unknown,
  field: GraphQLField<unknown, never>,
): FieldComplexityValue {
  const type = getNullableType(field.type);
  if (isLeafType(type)) return 0.1;
  const pages = PAGE_WORDS.map((word) => args[word]).filter((value) => typeof value === 'number');
  if (pages.length > 0) return { field: 1, multiplier: pages.map(rowsOf).reduce((a, b) => a * b) };
  const counted = COUNTED.has(field.name);
  return { field: 1, multiplier: isListType(type) && !counted ? 10 : 1 };
}

function rowsOf(asked: number): number {
  return Math.min(MAX_ROWS, Math.max(1, asked));
}

/** The error of an operation that asks for too much; names the limit and what was asked. */
export function costError(
  kind: ComplexityErrorKind,
  asked: { complexity: number; depth: number; breadth: number },
): AppError {
  const name = kind.toLowerCase() as keyof typeof COST_LIMITS;
  const limit = COST_LIMITS[name];
  const message = `The ${name} of this operation is ${Math.round(asked[name])}, over the limit of ${limit}: ask for fewer rows or fields at a time.`;
  return new AppError('LIMIT_EXCEEDED', message, { limit: name, asked: asked[name], max: limit });
}
