/**
 * `npm run bench -- <name> [setting=value ...]`: measurements, not tests. Without a name, lists
 * them.
 */
import { fashionQuality } from './fashion-quality.ts';
import { ingestSpeed } from './ingest.ts';
import { inputSpeed } from './input.ts';
import { trainingSpeed } from './training.ts';

const BENCHES: Record<string, { about: string; run: (settings: string[]) => Promise<void> }> = {
  ingest: { about: 'rows and images per second of an import, and its memory', run: ingestSpeed },
  input: {
    about: 'how fast training images are prepared, and who waits for them',
    run: inputSpeed,
  },
  training: { about: 'speed of a training step and of embedding, by backend', run: trainingSpeed },
  fashion: { about: 'quality of a trained model on 7,124 real products', run: fashionQuality },
};

const [name, ...settings] = process.argv.slice(2);
const bench = name === undefined ? undefined : BENCHES[name];
if (bench) {
  await bench.run(settings);
} else {
  for (const [known, { about }] of Object.entries(BENCHES))
    console.log(`${known.padEnd(10)} ${about}`);
  if (name !== undefined) {
    console.error(`There is no bench "${name}".`);
    process.exitCode = 1;
  }
}
