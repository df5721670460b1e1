import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DISTANCE_NAMES } from '../../../packages/ml/src/distances/distance.ts';
import { LOSS_NAMES } from '../../../packages/ml/src/losses/loss.ts';
import { requireLoss } from '../../../packages/ml/src/losses/registry.ts';
import { MINING_NAMES } from '../../../packages/ml/src/miners/miner.ts';
import { REDUCER_NAMES } from '../../../packages/ml/src/reducers/reducer.ts';
import { requireSampler } from '../../../packages/ml/src/samplers/registry.ts';
import { SAMPLER_NAMES } from '../../../packages/ml/src/samplers/sampler.ts';

/** Cells of the rows of a table of docs/LOSSES.md. */
async function tableOf(name: string): Promise<string[][]> {
  const path = join(import.meta.dirname, '../../../docs/LOSSES.md');
  const text = (await readFile(path, 'utf8')).split(`<!-- table: ${name} -->\n`)[1] ?? '';
  const lines = text.slice(0, text.indexOf('\n\n')).split('\n').slice(2);
  return lines.map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
}
const namesOf = (rows: string[][]) => rows.map((cells) => cells[1]?.replaceAll('`', ''));

describe('docs/LOSSES.md', () => {
  it.each([
    ['losses', LOSS_NAMES],
    ['distances', DISTANCE_NAMES],
    ['miners', MINING_NAMES],
    ['reducers', REDUCER_NAMES],
    ['samplers', SAMPLER_NAMES],
  ])('lists the %s that there are, in their order', async (table, names) => {
    expect(namesOf(await tableOf(table))).toEqual([...names]);
  });

  it('says what each loss compares, how it is reduced, and what each sampler takes', async () => {
    const losses = await tableOf('losses');
    for (const [i, name] of LOSS_NAMES.entries()) {
      const loss = requireLoss(name);
      expect(losses[i]?.[2]).toBe(loss.compares);
      expect(losses[i]?.[3]).toBe('reducer' in loss ? loss.reducer : 'as published');
    }
    const samplers = await tableOf('samplers');
    for (const [i, name] of SAMPLER_NAMES.entries()) {
      expect(samplers[i]?.[2]).toBe(requireSampler(name).takes);
    }
  });
});
