import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerEmbeddingsJobs } from '../../../apps/api/src/embeddings/runs/job.ts';
import { createJobs } from '../../../apps/api/src/jobs/queue.ts';
import type { Services } from '../../../apps/api/src/services.ts';
import type { EmbedRun } from '../../../prisma/client/client.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { insertProducts } from './rows.ts';
import { storePictures, tinyCheckpoint } from './tinyModel.ts';

describe('the embedding job', () => {
  let test: TestServices;
  let services: Services;
  let checkpoint: string;
  beforeAll(async () => {
    test = await testServices({ jobs: true });
    services = test.services;
    checkpoint = await tinyCheckpoint();
    const products = await insertProducts(services.database, 200);
    await storePictures(
      services,
      products.flatMap((product) => product.imageIds),
    );
  });
  afterAll(async () => {
    await test.close();
    await rm(checkpoint, { recursive: true, force: true });
  });

  const poll = <T>(id: string, read: (run: EmbedRun) => T) =>
    expect.poll(async () => read(await services.embeddings.runs.require(id)), {
      timeout: 40_000,
      interval: 50,
    });

  it('is put back when its worker stops, and finished by the next worker', async () => {
    const { embeddings, database, logger } = services;
    const model = await embeddings.models.register({
      name: 'model',
      checkpointDirectory: checkpoint,
    });
    const first = createJobs(database, logger);
    await first.start();
    await registerEmbeddingsJobs(first, services);
    const { id } = await embeddings.runs.start(model.id, true);
    await poll(id, (run) => run.error ?? run.done > 0).toBe(true);
    await first.stop({ graceful: true });
    const stopped = await embeddings.runs.require(id);
    expect(stopped).toMatchObject({ status: 'QUEUED', error: null, finishedAt: null });
    expect(stopped.done).toBeLessThan(200);

    const second = createJobs(database, logger);
    await second.start();
    await registerEmbeddingsJobs(second, services);
    await poll(id, (run) => [run.status, run.error]).toEqual(['SUCCEEDED', null]);
    expect((await embeddings.runs.require(id)).total).toBe(200 - stopped.done);
    expect((await embeddings.models.findProduction())?.id).toBe(model.id);
    await second.stop({ graceful: true });
  });
});
