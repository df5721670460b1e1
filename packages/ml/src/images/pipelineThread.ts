/** The thread of imagePipeline.ts: takes orders, answers with pixels or with what went wrong. */
import { workerData } from 'node:worker_threads';
import { answerQuestions } from '../threads/answer.ts';
import type { SharedImages } from './imageSource.ts';
import { openSharedImages } from './openSharedImages.ts';
import { type ImageOrder, prepareImages } from './prepareImages.ts';

const images = openSharedImages(workerData as SharedImages);

const handlers = { prepare: (order: ImageOrder) => prepareImages(images, order) };
export type PipelineHandlers = typeof handlers;

answerQuestions(handlers, { prepare: (pixels) => [pixels.buffer] });
