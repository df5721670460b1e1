/**
 * One model on the native backend, in a process of its own so that its peak memory is its own:
 *
 *     node test/bench/nativeModel.ts <vgg16|mobilenet> <embed|train> <images> <steps> <folder>
 *
 * Prints one line of JSON, as tensorflow_reference.py does.
 */
import { openBackend } from '@semblance/ml';
import { requireModel } from '../../packages/ml/src/models/registry.ts';
import { embeddingStep, medianStep, trainingStep } from './modelSteps.ts';

const [name = '', mode = '', images = '', steps = '', nativeDirectory] = process.argv.slice(2);
const rows = Number(images);
const report = await openBackend({ prefer: 'tensorflow', nativeDirectory });
if (report.name !== 'tensorflow') throw new Error(report.attempts[0]?.reason);
const definition = requireModel(`mildnet_${name}`);
const model = definition.build({ seed: 1 });
const prepare = mode === 'embed' ? embeddingStep : trainingStep;
const median = await medianStep(await prepare(definition, model, rows), Number(steps));
const peakBytes = process.resourceUsage().maxRSS * 1024;
const imagesPerSecond = (rows * 1000) / median;
console.log(JSON.stringify({ imagesPerSecond, peakBytes, version: report.version }));
