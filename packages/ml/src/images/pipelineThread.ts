/** The thread of imagePipeline.ts: takes orders, answers with pixels or with what went wrong. */
import { workerData } from 'node:worker_threads';
import { answerQuestions } from '../threads/answer.ts';
import type { SharedImages } from './imageSource.ts';
import { openSharedImages } from './openSharedImages.ts';
import { type ImageOrder, prepareImages } from './prepareImages.ts';

const images = openSharedImages(workerData as SharedImages);

answerQuestions(
  (order: ImageOrder) => prepareImages(images, order),
  (pixels) => [pixels.buffer],
);
