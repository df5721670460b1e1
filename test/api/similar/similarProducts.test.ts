import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelVersion } from '../../../apps/api/src/embeddings/models/modelVersion.ts';
import type { Services } from '../../../apps/api/src/services.ts';
import { insertProducts, type RowOfProduct } from '../embeddings/rows.ts';
import { picture, storePictures, tinyCheckpoint } from '../embeddings/tinyModel.ts';
import { type TestApi, testApi } from '../graphql/api.ts';

const PRODUCTS = 60;

const SIMILAR = `query ($productId: ID, $image: SimilarImageInput, $first: Int, $after: String,
    $filter: ProductFilter, $model: String) {
  similarProducts(productId: $productId, image: $image, first: $first, after: $after,
      filter: $filter, model: $model) {
    method tookMs modelVersion { number } queryImage { id }
    pageInfo { hasNextPage hasPreviousPage endCursor }
    edges { rank score distance cursor matchedImage { id } node { id brand } }
  }
}`;

interface Answer {
  similarProducts: {
    method: string;
    tookMs: number;
    modelVersion: { number: number };
    queryImage: { id: string } | null;
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
    edges: {
      rank: number;
      score: number;
      distance: number;
      cursor: string;
      matchedImage: { id: string };
      node: { id: string; brand: string };
    }[];
  };
}

describe('similarProducts', () => {
  let api: TestApi;
  let services: Services;
  let products: RowOfProduct[];
  let checkpoint: string;
  let model: ModelVersion;

  beforeAll(async () => {
    api = await testApi();
    services = api.services;
    checkpoint = await tinyCheckpoint();
    products = await insertProducts(services.database, PRODUCTS, { groups: 20 });
    await storePictures(
      services,
      products.flatMap((product) => product.imageIds),
    );
  });
  afterAll(async () => {
    await api.close();
    await rm(checkpoint, { recursive: true, force: true });
  });

  const productId = (place: number) => `Product_${products[place]?.productId}`;
  const similar = async (variables: Record<string, unknown>) =>
    (await api.data<Answer>(SIMILAR, variables)).similarProducts;
  const refused = async (variables: Record<string, unknown>) => {
    const { errors } = await api.ask(SIMILAR, variables);
    return errors?.[0]?.extensions;
  };

  const embedAndPromote = async (name: string) => {
    const { embeddings } = services;
    const registered = await embeddings.models.register({
      name,
      checkpointDirectory: checkpoint,
    });
    const run = await embeddings.runs.create(registered.id, true);
    await embeddings.runs.embed(run.id);
    return registered;
  };

  it('says NO_MODEL before the first promotion, MODEL_NOT_READY of a version without vectors', async () => {
    expect(await refused({ productId: productId(0) })).toMatchObject({ code: 'NO_MODEL' });
    const bare = await services.embeddings.models.register({
      name: 'bare',
      checkpointDirectory: checkpoint,
    });
    const given = { productId: productId(0), model: String(bare.number) };
    expect(await refused(given)).toMatchObject({ code: 'MODEL_NOT_READY' });
    model = await embedAndPromote('serving');
  });

  it('ranks products by score, without the query product, with their matched images', async () => {
    const page = await similar({ productId: productId(4), first: 10 });
    expect(page.modelVersion.number).toBe(model.number);
    expect(page.queryImage?.id).toBe(`Image_${products[4]?.imageIds[0]}`);
    expect(page.edges.map((edge) => edge.rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const scores = page.edges.map((edge) => edge.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    for (const { score, distance, node, matchedImage } of page.edges) {
      expect(distance).toBeCloseTo(Math.sqrt(Math.max(0, 2 - 2 * score)), 6);
      const place = products.findIndex((product) => `Product_${product.productId}` === node.id);
      expect(matchedImage.id).toBe(`Image_${products[place]?.imageIds[0]}`);
      expect(place).not.toBe(4);
    }
  });

  it('pages through every product once, in one ranking', async () => {
    const seen: { id: string; rank: number; score: number }[] = [];
    let after: string | null = null;
    do {
      const page: Answer['similarProducts'] = await similar({
        productId: productId(9),
        first: 25,
        after,
      });
      seen.push(...page.edges.map(({ node, rank, score }) => ({ id: node.id, rank, score })));
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen.map((each) => each.id)).size).toBe(PRODUCTS - 1);
    expect(seen.map((each) => each.rank)).toEqual(
      Array.from({ length: PRODUCTS - 1 }, (_, i) => i + 1),
    );
    const scores = seen.map((each) => each.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('fills the page from what a filter leaves, and counts nothing else', async () => {
    const page = await similar({
      productId: productId(2),
      first: 3,
      filter: { brand: ['brand 7'] },
    });
    expect(page.method).toBe('exact');
    expect(page.edges.map((edge) => edge.node.brand)).toEqual(['brand 7', 'brand 7', 'brand 7']);
    expect(page.pageInfo.hasNextPage).toBe(false);
    const none = await similar({ productId: productId(2), filter: { brand: ['no such brand'] } });
    expect(none.edges).toEqual([]);
  });

  it('finds the product of a stored image by its other images only', async () => {
    const image = { imageId: `Image_${products[6]?.imageIds[0]}` };
    const page = await similar({ image, first: 100 });
    expect(page.queryImage?.id).toBe(image.imageId);
    expect(page.edges.map((edge) => edge.node.id)).not.toContain(productId(6));
    expect(page.edges).toHaveLength(PRODUCTS - 1);
  });

  it('finds the product of an uploaded photo first, with score 1', async () => {
    const { createUpload } = await api.data<{ createUpload: { id: string; url: string } }>(
      'mutation { createUpload(purpose: QUERY_IMAGE) { id url } }',
    );
    const early = await refused({ image: { uploadId: createUpload.id } });
    expect(early).toMatchObject({ code: 'UPLOAD_INVALID' });
    const body = new Uint8Array(await picture(11));
    const put = await fetch(new URL(createUpload.url, api.url), { method: 'PUT', body });
    expect(put.status).toBe(200);
    const page = await similar({ image: { uploadId: createUpload.id }, first: 1 });
    expect(page.edges[0]?.node.id).toBe(productId(11));
    expect(page.edges[0]?.score).toBeCloseTo(1, 3);
    expect(page.queryImage).toBeNull();
  });

  it.each([
    ['neither a product nor an image', {}, 'BAD_INPUT', 'productId'],
    ['an empty image', { image: {} }, 'BAD_INPUT', 'productId'],
    [
      'both a product and an image',
      { productId: crypto.randomUUID(), image: { imageId: crypto.randomUUID() } },
      'BAD_INPUT',
      'productId',
    ],
    [
      'an id of another type',
      { productId: `Image_${crypto.randomUUID()}` },
      'BAD_INPUT',
      'productId',
    ],
    [
      'a page of 100,000',
      { productId: crypto.randomUUID(), first: 100_000 },
      'LIMIT_EXCEEDED',
      'first',
    ],
    [
      'a cursor of something else',
      { productId: crypto.randomUUID(), after: 'WyJ4Il0' },
      'BAD_INPUT',
      'after',
    ],
    [
      'a price range that is empty',
      { filter: { minPrice: 9, maxPrice: 1 } },
      'BAD_INPUT',
      'filter.minPrice',
    ],
  ])('refuses %s', async (_name, variables, code, field) => {
    const given = 'filter' in variables ? { ...variables, productId: productId(0) } : variables;
    expect(await refused(given)).toMatchObject({ code, details: { field } });
  });

  it('says NOT_FOUND of an unknown product, image, upload and model', async () => {
    const id = crypto.randomUUID();
    const unknown = [
      { productId: id },
      { image: { imageId: id } },
      { image: { uploadId: id } },
      { productId: productId(0), model: 'no-such-alias' },
    ];
    for (const variables of unknown) {
      expect(await refused(variables), JSON.stringify(variables)).toMatchObject({
        code: 'NOT_FOUND',
      });
    }
  });

  it('says MODEL_NOT_READY of a product whose images are not embedded', async () => {
    const [added] = await insertProducts(services.database, 1);
    const given = { productId: `Product_${added?.productId}` };
    expect(await refused(given)).toMatchObject({ code: 'MODEL_NOT_READY' });
    await services.database.prisma.product.delete({ where: { id: added?.productId as string } });
  });

  it('refuses a cursor of another query, below the depth limit, or of a model that no longer serves', async () => {
    const given = { productId: productId(1), first: 5 };
    const { pageInfo } = await similar(given);
    const after = pageInfo.endCursor as string;
    const other = await refused({ ...given, productId: productId(2), after });
    expect(other).toMatchObject({ code: 'BAD_INPUT', details: { field: 'after' } });
    const key = JSON.parse(Buffer.from(after, 'base64url').toString()) as unknown[];
    const deep = Buffer.from(JSON.stringify(key.with(2, 996))).toString('base64url');
    expect(await refused({ ...given, after: deep })).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    const next = await embedAndPromote('next');
    expect(await refused({ ...given, after })).toMatchObject({ code: 'CONFLICT' });
    const pinned = await similar({ ...given, after, model: `ModelVersion_${model.id}` });
    expect(pinned.edges[0]?.rank).toBe(6);
    expect((await similar(given)).modelVersion.number).toBe(next.number);
  });

  it('loses a deleted product at once', async () => {
    const before = await similar({ productId: productId(3), first: 1 });
    const id = before.edges[0]?.node.id.replace('Product_', '') as string;
    await services.database.prisma.product.delete({ where: { id } });
    const after = await similar({ productId: productId(3), first: 100 });
    expect(after.edges.map((edge) => edge.node.id)).not.toContain(`Product_${id}`);
  });

  it('draws the same sample retrievals for the same seed', async () => {
    const query = `query ($seed: Int) { sampleRetrievals(count: 3, results: 5, seed: $seed) {
      query { id } product { id category } results { score sameCategory product { id category } image { id } } } }`;
    interface Sample {
      query: { id: string };
      product: { id: string; category: string };
      results: {
        score: number;
        sameCategory: boolean;
        product: { id: string; category: string };
      }[];
    }
    const draw = async (seed: number) =>
      (await api.data<{ sampleRetrievals: Sample[] }>(query, { seed })).sampleRetrievals;
    const [first, again, other] = [await draw(1), await draw(1), await draw(2)];
    expect(again).toEqual(first);
    expect(other.map((each) => each.query.id)).not.toEqual(first.map((each) => each.query.id));
    for (const { product, results } of first) {
      expect(results).toHaveLength(5);
      for (const result of results) {
        expect(result.product.id).not.toBe(product.id);
        expect(result.sameCategory).toBe(result.product.category === product.category);
      }
    }
    const { errors } = await api.ask('{ sampleRetrievals(count: 25) { query { id } } }');
    expect(errors?.[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
  });
});
