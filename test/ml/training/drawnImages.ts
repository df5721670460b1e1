import { seededRandom } from '../../../packages/ml/src/random.ts';
import type { TrainingData } from '../../../packages/ml/src/training/data.ts';

/** Six colours, ten noisy images each, and five held out: what a triplet set must be like, in small. */
export function drawnData(
  options: { triplets?: number; fingerprint?: string; size?: number } = {},
) {
  const random = seededRandom(11);
  const size = options.size ?? 64;
  const count = 60;
  const held = 30;
  const images = Array.from({ length: count + held }, (_, image) => {
    const colour = [image % 2, (image % 3) / 2, ((image % 6) / 5) ** 2];
    return Uint8Array.from({ length: size * size * 3 }, (_, i) => {
      return 20 + 180 * (colour[i % 3] as number) + 50 * random();
    });
  });
  const labels = images.map((_, image) => String(image % 6));
  const triplets = Array.from({ length: options.triplets ?? 80 }, () => {
    const query = Math.floor(random() * count);
    const negative = (query + 1 + Math.floor(random() * 5)) % count;
    return [query, (query + 6) % count, negative];
  }).filter(([query, , negative]) => labels[query as number] !== labels[negative as number]);
  return {
    images: { count: count + held, size, image: (index: number) => images[index] as Uint8Array },
    train: Uint32Array.from(triplets.flat()),
    val: Uint32Array.from(triplets.slice(0, 10).flat()),
    labels,
    heldOut: {
      imageIndexes: Uint32Array.from({ length: held }, (_, i) => count + i),
      labels: labels.slice(count),
    },
    fingerprint: options.fingerprint ?? 'drawn',
  } satisfies TrainingData;
}
