import { availableParallelism } from 'node:os';
import { openBackend } from '@semblance/ml';
import { LocalShards } from '../../packages/ml/src/training/shards/localShards.ts';
import type { Shards } from '../../packages/ml/src/training/shards/shard.ts';
import { ThreadShards } from '../../packages/ml/src/training/shards/threadShards.ts';
import { trainStep } from '../../packages/ml/src/training/step.ts';
import { syntheticTraining } from './syntheticTraining.ts';

const ROUNDS = 10;
/** Steps of each way in a round. */
const STEPS = 3;

/**
 * A training step of the same batch whole, in parts on one thread, and in parts in threads, on
 * WASM, in alternation; medians of the rounds and the range of the ratios.
 */
export async function trainingThreads(name: string): Promise<void> {
  const backend = await openBackend({ prefer: 'wasm' });
  if (backend.name !== 'wasm') throw new Error('WASM does not start here.');
  const count = Math.min(4, availableParallelism());
  const { config, data, batch, trained, dispose } = syntheticTraining(name);
  const { model } = trained;
  const start = { model: name, embeddingDimension: null, seed: config.seed };
  const local = new LocalShards(model, count);
  const threads = new ThreadShards(model, start, { count, threads: count });
  let step = 1;
  const rate = async (shards?: Shards) => {
    const started = performance.now();
    for (let i = 0; i < STEPS; i++) {
      const given = shards ? { ...trained, shards } : trained;
      await trainStep(given, config, data, batch, step++, 0.001);
    }
    return (batch.indexes.length * STEPS * 1000) / (performance.now() - started);
  };
  const ways = [() => rate(), () => rate(local), () => rate(threads)];
  for (const way of ways) await way();
  const rounds: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const rates: number[] = [];
    for (const way of ways) rates.push(await way());
    rounds.push(rates);
  }
  await Promise.all([local.close(), threads.close()]);
  dispose();
  const [whole, parts, inThreads] = [0, 1, 2].map((way) => median(rounds.map((r) => r[way]))) as [
    number,
    number,
    number,
  ];
  const ratios = rounds.map(([one, , many]) => (many as number) / (one as number));
  console.log(
    `wasm: ${name} trains ${whole.toFixed(0)} images/s whole, ${parts.toFixed(0)} in ${count} parts ` +
      `on one thread, ${inThreads.toFixed(0)} in ${count} threads: ${median(ratios).toFixed(2)}x ` +
      `(${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
  );
}

function median(values: readonly (number | undefined)[]): number {
  const sorted = (values as number[]).toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}
