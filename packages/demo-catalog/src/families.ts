import { ACCENTS } from './colours.ts';
import { kindOf } from './garments/index.ts';
import { ARTICLE_TYPES, type ArticleType, type Pattern } from './product.ts';
import type { Random } from './random.ts';

/** Products that look alike: same article type and base colour. */
export interface Family {
  readonly articleType: ArticleType;
  readonly baseColour: string;
  /** Patterns of its members, dealt in turn. */
  readonly patterns: readonly Pattern[];
  readonly accentColour: string;
}

/** About how many products share an article type and a base colour. */
const FAMILY_SIZE = 5;

/**
 * As many families as give each about five members. Types come in ARTICLE_TYPES order, each in at
 * least two colours where there is room, so that negatives of the same type exist.
 */
export function planFamilies(count: number, random: Random): Family[] {
  const wanted = Math.max(1, Math.floor(count / FAMILY_SIZE));
  const types = ARTICLE_TYPES.slice(0, Math.max(1, Math.min(ARTICLE_TYPES.length, wanted >> 1)));
  const families: Family[] = [];
  const colours = new Map(types.map((type) => [type, random.shuffle(kindOf(type).colours)]));
  for (let round = 0; families.length < wanted; round++) {
    const open = types.filter((type) => round < (colours.get(type)?.length ?? 0));
    if (open.length === 0) break;
    for (const articleType of open.slice(0, wanted - families.length)) {
      const baseColour = colours.get(articleType)?.[round] ?? 'Black';
      families.push(makeFamily(articleType, baseColour, random));
    }
  }
  return families;
}

function makeFamily(articleType: ArticleType, baseColour: string, random: Random): Family {
  const choices = [...new Set(kindOf(articleType).patterns)];
  const [first = 'Solid', second = first] = random.shuffle(choices);
  return {
    articleType,
    baseColour,
    patterns: [first, first, second],
    accentColour: random.pick(ACCENTS[baseColour] ?? ['White']),
  };
}
