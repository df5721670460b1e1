import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totalOf } from '../../../apps/api/src/triplets/counts.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { type TinyCatalog, tinyCatalog } from './tinyCatalog.ts';

describe('generating a triplet set', () => {
  let test: TestServices;
  let catalog: TinyCatalog;
  beforeAll(async () => {
    test = await testServices();
    catalog = await tinyCatalog(test.services, { wild: true });
  });
  afterAll(() => test.close());

  const generate = (input: object = {}) =>
    test.services.triplets.startGenerate({
      catalogId: catalog.id,
      name: 'looks',
      count: 300,
      ...input,
    });

  async function rowsOf(setId: string) {
    return test.services.database.prisma.triplet.findMany({
      where: { tripletSetId: setId },
      orderBy: { id: 'asc' },
    });
  }

  it('keeps products apart between splits and positives alike in category and colour', async () => {
    const { triplets } = test.services;
    const set = await triplets.runMake((await generate()).id);
    const rows = await rowsOf(set.id);
    const shown = await test.services.catalog.products.ofImages([...catalog.images.values()]);
    const productOf = (imageId: string) =>
      shown.get(imageId)?.[0] as unknown as {
        id: string;
        category: string;
        attributes: { colour: string };
      };
    const splitsOf = new Map<string, Set<string>>();
    for (const row of rows) {
      const [query, positive, negative] = [
        row.queryImageId,
        row.positiveImageId,
        row.negativeImageId,
      ].map(productOf);
      for (const product of [query, positive, negative]) {
        const id = product?.id as string;
        splitsOf.set(id, (splitsOf.get(id) ?? new Set()).add(row.split));
      }
      const look = (product: typeof query) => `${product?.category} ${product?.attributes.colour}`;
      expect(look(positive)).toBe(look(query));
      expect(look(negative)).not.toBe(look(query));
      expect(row.negativeKind === 'IN_CLASS').toBe(negative?.category === query?.category);
    }
    expect([...splitsOf.values()].every((splits) => splits.size === 1)).toBe(true);
    expect(new Set(rows.map((row) => row.split))).toEqual(new Set(['TRAIN', 'VAL', 'TEST']));
  });

  it('gives the same triplets for the same seed, as the next version of the name', async () => {
    const { triplets } = test.services;
    const [first, second, other] = [
      await triplets.runMake((await generate({ name: 'seeded', seed: 5 })).id),
      await triplets.runMake((await generate({ name: 'seeded', seed: 5 })).id),
      await triplets.runMake((await generate({ name: 'seeded', seed: 6 })).id),
    ];
    expect([first.version, second.version, other.version]).toEqual([1, 2, 3]);
    const content = async (id: string) =>
      (await rowsOf(id)).map((row) => [
        row.split,
        row.queryImageId,
        row.positiveImageId,
        row.negativeImageId,
      ]);
    expect(await content(second.id)).toEqual(await content(first.id));
    expect(await content(other.id)).not.toEqual(await content(first.id));
  });

  it('counts its rows by split, query kind and negative kind', async () => {
    const set = await test.services.triplets.runMake((await generate()).id);
    const rows = await rowsOf(set.id);
    expect(totalOf(set)).toBe(rows.length);
    for (const { count, ...kind } of set.counts.rows) {
      const alike = rows.filter(
        (row) =>
          row.split === kind.split &&
          row.queryKind === kind.queryKind &&
          row.negativeKind === kind.negativeKind,
      );
      expect(alike.length, JSON.stringify(kind)).toBe(count);
    }
    expect(totalOf(set, { queryKind: 'WILD' })).toBeGreaterThan(0);
  });

  it('says which attributes it chose when none were named', async () => {
    const set = await test.services.triplets.runMake((await generate()).id);
    expect(set.recipe).toMatchObject({ matchOn: ['colour'] });
    expect((set.recipe as { notes: string[] }).notes[0]).toContain('share colour');
  });

  it.each([
    ['count', { count: 0 }],
    ['count', { count: 10_000_000 }],
    ['matchOn', { matchOn: ['colour', 'colour'] }],
    ['inClassShareWild', { inClassShareWild: 1.2 }],
    ['trainShare', { trainShare: 0.9, valShare: 0.9, testShare: 0.9 }],
    ['name', { name: '  ' }],
  ])('refuses a bad %s and creates nothing', async (field, input) => {
    const before = (await test.services.triplets.list()).length;
    await expect(generate(input)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { field } });
    expect((await test.services.triplets.list()).length).toBe(before);
  });

  it('refuses a catalog that does not exist', async () => {
    await expect(generate({ catalogId: randomUUID() })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('fails with the reason on the set when an attribute is on no product', async () => {
    const { triplets } = test.services;
    const set = await generate({ matchOn: ['fabric'] });
    await expect(triplets.runMake(set.id)).rejects.toMatchObject({ code: 'RECIPE_INVALID' });
    const failed = await triplets.requireSet(set.id);
    expect(failed).toMatchObject({ status: 'FAILED', errorCode: 'RECIPE_INVALID' });
    expect(failed.error).toContain('fabric');
  });

  it('starts over what a maker that died left half-written', async () => {
    const { triplets, database } = test.services;
    const whole = await triplets.runMake((await generate({ seed: 9 })).id);
    const set = await generate({ seed: 9 });
    const [row] = await rowsOf(whole.id);
    const { id: _, provenance: __, ...left } = row as NonNullable<typeof row>;
    await database.prisma.triplet.create({ data: { ...left, tripletSetId: set.id } });
    const heartbeatAt = new Date(Date.now() - 3_600_000);
    await database.prisma.tripletSet.update({
      where: { id: set.id },
      data: { status: 'RUNNING', heartbeatAt },
    });
    const made = await triplets.runMake(set.id);
    expect(made.status).toBe('SUCCEEDED');
    expect((await rowsOf(set.id)).length).toBe((await rowsOf(whole.id)).length);
  });

  it('leaves a set alone that another maker is making', async () => {
    const { triplets, database } = test.services;
    const set = await generate();
    const heartbeatAt = new Date();
    await database.prisma.tripletSet.update({
      where: { id: set.id },
      data: { status: 'RUNNING', heartbeatAt },
    });
    expect((await triplets.runMake(set.id)).status).toBe('RUNNING');
    expect(await rowsOf(set.id)).toEqual([]);
  });
});
