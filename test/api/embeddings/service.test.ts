import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadEmbedder } from '@semblance/ml';
import { decodeImage } from '@semblance/ml/images/decodeImage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVectorsStore } from '../../../apps/api/src/embeddings/vectors/store.ts';
import { SILENT_MS } from '../../../apps/api/src/jobs/jobRow.ts';
import type { Services } from '../../../apps/api/src/services.ts';
import type { Image } from '../../../prisma/client/client.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { insertProducts } from './rows.ts';
import { picture, storePictures, tinyCheckpoint } from './tinyModel.ts';

/** 130 images: three batches. */
const IMAGES = 130;

describe('model versions and their embeddings', () => {
  let test: TestServices;
  let services: Services;
  let checkpoint: string;
  let images: Image[];

  beforeAll(async () => {
    test = await testServices();
    services = test.services;
    checkpoint = await tinyCheckpoint();
    const products = await insertProducts(services.database, IMAGES);
    images = await storePictures(
      services,
      products.flatMap((product) => product.imageIds),
    );
  });
  afterAll(() => test.close());

  const register = (name: string) =>
    services.embeddings.models.register({ name, checkpointDirectory: checkpoint });

  it('says NO_MODEL before the first promotion, and NOT_FOUND for an unknown one', async () => {
    const { embeddings } = services;
    await expect(embeddings.models.require('production')).rejects.toMatchObject({
      code: 'NO_MODEL',
    });
    for (const unknown of ['staging', '99', crypto.randomUUID()]) {
      await expect(embeddings.models.require(unknown)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await embeddings.models.findProduction()).toBeNull();
  });

  it('registers a copy of a checkpoint with its checksum under the next number', async () => {
    const [first, second] = [await register('one'), await register('two')];
    expect(second.number).toBe(first.number + 1);
    expect(first).toMatchObject({
      source: 'IMPORTED',
      dimension: 128,
      architecture: 'mildnet-nano',
    });
    expect(first.manifest).toMatchObject({
      weights: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const directory = services.embeddings.models.directoryOf(first);
    expect((await readdir(directory)).sort()).toEqual(['checkpoint.json', 'weights.bin']);
    expect(await services.embeddings.models.require(String(first.number))).toEqual(first);
    expect(await services.embeddings.models.require(`ModelVersion_${first.id}`)).toEqual(first);
  });

  it('registers nothing when there is no checkpoint', async () => {
    const before = await services.embeddings.models.list();
    const folders = await readdir(services.storage.modelsDir);
    const registered = services.embeddings.models.register({
      name: 'none',
      checkpointDirectory: join(services.env.dataDir, 'nowhere'),
    });
    await expect(registered).rejects.toMatchObject({ code: 'CHECKPOINT_MISSING' });
    expect(await services.embeddings.models.list()).toEqual(before);
    expect(await readdir(services.storage.modelsDir)).toEqual(folders);
  });

  it('embeds every image, builds the index and promotes', async () => {
    const { embeddings, database } = services;
    const model = await register('whole');
    await expect(embeddings.models.promote(model.id)).rejects.toMatchObject({
      code: 'MODEL_NOT_READY',
    });
    const { id } = await embeddings.runs.start(model.id, true);
    const seen: number[] = [];
    const run = await embeddings.runs.embed(id, { onProgress: ({ done }) => seen.push(done) });
    expect(run).toMatchObject({ status: 'SUCCEEDED', total: IMAGES, done: IMAGES, failed: 0 });
    expect(seen).toEqual(expect.arrayContaining([64, 128, 130]));
    const coverage = (await embeddings.models.coverage([model.number])).get(model.number);
    expect(coverage).toEqual({ images: IMAGES, embedded: IMAGES, indexed: true });
    expect(await embeddings.models.findProduction()).toEqual(model);

    const embedder = await loadEmbedder(embeddings.models.directoryOf(model));
    const image = images[7] as Image;
    const pixels = await decodeImage(services.storage.pathOf(image.sha256), embedder.preprocessing);
    const [expected] = await embedder.embed([pixels]);
    const stored = (await createVectorsStore(database).ofImages(model, [image.id])).get(image.id);
    const inner = stored?.reduce((sum, x, i) => sum + x * (expected?.[i] as number), 0);
    expect(inner).toBeCloseTo(1, 3);
    embedder.dispose();
  });

  it('returns a finished pass as it is, and does only what is left in the next one', async () => {
    const { embeddings, database } = services;
    const model = await embeddings.models.require('production');
    const [finished] = await embeddings.runs.list(1);
    expect(await embeddings.runs.embed(finished?.id as string)).toEqual(finished);
    const [added] = await insertProducts(database, 1);
    const { sha256 } = await services.storage.put(await picture(1_000));
    await database.prisma.image.update({
      where: { id: added?.imageIds[0] as string },
      data: { sha256 },
    });
    const run = await embeddings.runs.start(model.id);
    expect(await embeddings.runs.embed(run.id)).toMatchObject({ total: 1, done: 1 });
  });

  it('leaves a pass to the process that does it, until that one has been silent for long', async () => {
    const { embeddings, database } = services;
    const { id } = await embeddings.runs.create('production');
    const alive = { status: 'RUNNING', heartbeatAt: new Date() } as const;
    await database.prisma.embedRun.update({ where: { id }, data: alive });
    expect(await embeddings.runs.embed(id)).toMatchObject({ status: 'RUNNING', done: 0 });
    const silent = new Date(Date.now() - SILENT_MS - 1_000);
    await database.prisma.embedRun.update({ where: { id }, data: { heartbeatAt: silent } });
    expect(await embeddings.runs.embed(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('stops at a cancel and goes on from there', async () => {
    const { embeddings } = services;
    const model = await register('cancelled');
    const first = await embeddings.runs.start(model.id);
    const stop = new AbortController();
    const running = embeddings.runs.embed(first.id, {
      signal: stop.signal,
      onProgress: ({ done }) => done > 0 && stop.abort(),
    });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    const stopped = await embeddings.runs.require(first.id);
    expect(stopped).toMatchObject({ status: 'CANCELLED', done: 64 });
    await expect(embeddings.models.promote(model.id)).rejects.toMatchObject({
      code: 'MODEL_NOT_READY',
    });
    const second = await embeddings.runs.start(model.id);
    const run = await embeddings.runs.embed(second.id);
    expect(run).toMatchObject({ status: 'SUCCEEDED', total: (stopped.total ?? 0) - 64 });
  });

  it('cancels on request, at once while it waits', async () => {
    const { embeddings } = services;
    const model = await register('asked to stop');
    const waiting = await embeddings.runs.start(model.id);
    expect(await embeddings.runs.start(model.id, true)).toMatchObject({
      id: waiting.id,
      promote: true,
    });
    expect(await embeddings.runs.cancel(waiting.id)).toMatchObject({ status: 'CANCELLED' });
    expect(await embeddings.runs.embed(waiting.id)).toMatchObject({
      status: 'CANCELLED',
      done: 0,
    });
    const next = await embeddings.runs.start(model.id);
    const running = embeddings.runs.embed(next.id, {
      onProgress: ({ phase }) => {
        if (phase === 'loading the model') void embeddings.runs.cancel(next.id);
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    await embeddings.models.delete(model.id);
  });

  it('passes over an image that is broken on disk, says so, and still promotes', async () => {
    const { embeddings, storage } = services;
    const path = storage.pathOf(images[3]?.sha256 as string);
    const whole = await storage.read(images[3]?.sha256 as string);
    await writeFile(path, whole.subarray(0, whole.length / 2));
    const model = await register('one broken');
    const { id } = await embeddings.runs.start(model.id, true);
    const run = await embeddings.runs.embed(id);
    await writeFile(path, whole);
    expect(run).toMatchObject({ status: 'SUCCEEDED', failed: 1 });
    expect(run.error).toContain(images[3]?.id);
    expect(await embeddings.models.findProduction()).toEqual(model);
  });

  it('fails with the reason when the model is broken, and serves on with the old one', async () => {
    const { embeddings } = services;
    const serving = await embeddings.models.findProduction();
    const model = await register('broken');
    await writeFile(join(embeddings.models.directoryOf(model), 'weights.bin'), 'nonsense');
    const { id } = await embeddings.runs.start(model.id, true);
    await expect(embeddings.runs.embed(id)).rejects.toMatchObject({ code: 'CHECKPOINT_CORRUPT' });
    const run = await embeddings.runs.require(id);
    expect(run).toMatchObject({ status: 'FAILED', errorCode: 'CHECKPOINT_CORRUPT' });
    expect(await embeddings.models.findProduction()).toEqual(serving);
  });

  it('moves an alias back and keeps the history; what serves is not deleted', async () => {
    const { embeddings } = services;
    const [older] = (await embeddings.models.list()).filter((model) => model.name === 'cancelled');
    const newer = await embeddings.models.require('production');
    await services.embeddings.runs.embed((await embeddings.runs.start(older?.id as string)).id);
    await embeddings.models.promote(older?.id as string);
    await embeddings.models.promote(newer.id);
    const [last, before] = await embeddings.models.aliasHistory('production');
    expect([last?.modelVersionId, last?.previousId]).toEqual([newer.id, older?.id]);
    expect(before?.modelVersionId).toBe(older?.id);
    await expect(embeddings.models.delete(newer.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(embeddings.models.promote(newer.id, 'Bad Name')).rejects.toMatchObject({
      code: 'BAD_INPUT',
      details: { field: 'alias' },
    });
    await embeddings.models.delete(older?.id as string);
    expect((await embeddings.models.aliasHistory('production'))[0]?.previousId).toBeNull();
    expect(await embeddings.models.coverage([newer.number])).toEqual(
      new Map([[newer.number, expect.objectContaining({ indexed: true })]]),
    );
  });

  it('embeds query images in a thread while the event loop turns', async () => {
    const { embeddings, storage } = services;
    const model = await embeddings.models.require('production');
    const path = storage.pathOf(images[0]?.sha256 as string);
    await embeddings.inference.embedImage(model, path);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const paths = images.slice(0, 60).map((image) => storage.pathOf(image.sha256));
    const vectors = await Promise.all(
      paths.map((each) => embeddings.inference.embedImage(model, each)),
    );
    clearInterval(timer);
    expect(vectors).toHaveLength(60);
    expect(turns).toBeGreaterThan(5);
    await rm(checkpoint, { recursive: true, force: true });
  });
});
