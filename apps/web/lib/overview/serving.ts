import { formatCount, plural } from '../format.ts';

interface Model {
  number: number;
  coverage: { images: number; embedded: number };
}

/** What can be asked of the promoted model: that it serves, and beside it how much it can find. */
export function servingWords(model: Model | null | undefined): {
  figure: string;
  unit: string;
  detail: string;
} {
  if (!model) return { figure: '–', unit: '', detail: 'Answers once a model serves.' };
  const { number, coverage } = model;
  const { images, embedded } = coverage;
  if (embedded === 0) {
    const detail = `Model ${number} answers once its images are embedded.`;
    return { figure: '–', unit: '', detail };
  }
  const waiting = images - embedded;
  const detail =
    waiting > 0
      ? `Finds ${formatCount(embedded)} of ${plural(images, 'image')}; ${formatCount(waiting)} wait for their vectors.`
      : 'Ask with a product or a photo.';
  return { figure: 'Serving', unit: `model ${number}`, detail };
}
