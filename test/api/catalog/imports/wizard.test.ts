import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from '../../graphql/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api?.close());

const FEED = `id\ttitle\tlink\timage_link\tprice\tproduct_type
1\t"Shirt, =red"\thttps://shop.example/1\t\t19,90 EUR\tApparel > Shirts
2\tShoe\thttps://shop.example/2\t\tcheap\tApparel > Shoes
`;

async function upload(text: string): Promise<string> {
  const { createUpload } = await api.data<{ createUpload: { id: string; url: string } }>(
    `mutation { createUpload(purpose: CATALOG_FEED, name: "C:\\\\exports\\\\spring.tsv") { id url } }`,
  );
  const { status } = await fetch(api.url + createUpload.url, { method: 'PUT', body: text });
  expect(status).toBe(200);
  return createUpload.id;
}

const idOf = (globalId: string) => globalId.slice(globalId.indexOf('_') + 1);

type Run = { id: string; reportUrl: string; status: string };

// One story, as the dashboard goes: each step takes up what the one before it left.
describe('the steps of an import over GraphQL', () => {
  let uploadId: string;
  let plan: Run;

  it('begin with an upload, whose format and mapping are recognised', async () => {
    uploadId = await upload(FEED);
    const { analyzeFeed } = await api.data<{ analyzeFeed: unknown }>(
      `mutation ($uploadId: ID!) { analyzeFeed(input: { uploadId: $uploadId, catalog: "shop" }) {
        format encoding delimiter mappingFrom warnings
        columns { name samples }
        mapping { externalId price categoryPath images attributes brand }
        previews { row product { externalId title price currency categoryPath images { name kind } }
          issues { row field code message } }
      } }`,
      { uploadId },
    );
    expect(analyzeFeed).toMatchObject({
      format: 'GOOGLE_TSV',
      encoding: 'utf-8',
      delimiter: '\t',
      mappingFrom: 'FORMAT',
      warnings: [],
      mapping: {
        externalId: 'id',
        price: 'price',
        categoryPath: ['product_type'],
        images: ['image_link'],
        brand: null,
      },
      previews: [
        {
          row: 2,
          product: {
            title: 'Shirt, =red',
            price: '19.90',
            currency: 'EUR',
            categoryPath: ['Apparel', 'Shirts'],
          },
          issues: [],
        },
        {
          row: 3,
          product: { price: null },
          issues: [{ row: 3, field: 'price', code: 'BAD_PRICE' }],
        },
      ],
    });
  });

  it('go on with a dry run, which says what would happen', async () => {
    const { planImport } = await api.data<{ planImport: Run }>(
      `mutation ($uploadId: ID!) { planImport(input: { uploadId: $uploadId, catalog: "shop",
        policy: REJECT_FAILED, removal: UNAVAILABLE }) { id reportUrl status } }`,
      { uploadId },
    );
    plan = planImport;
    await api.services.catalog.imports.execute(idOf(plan.id));
    const { importRun } = await api.data<{ importRun: unknown }>(
      `query ($id: ID!) { importRun(id: $id) { status dryRun format policy removal created updated
        removed failed source sourceName warnings confirmedAs { id }
        examples { outcome row externalId title reasons } issues { nodes { row code } } } }`,
      { id: plan.id },
    );
    expect(importRun).toEqual({
      status: 'SUCCEEDED',
      dryRun: true,
      format: 'GOOGLE_TSV',
      policy: 'REJECT_FAILED',
      removal: 'UNAVAILABLE',
      created: 1,
      updated: 0,
      removed: 0,
      failed: 1,
      source: 'upload',
      sourceName: 'spring.tsv',
      warnings: [],
      confirmedAs: null,
      examples: [
        { outcome: 'CREATE', row: 2, externalId: '1', title: 'Shirt, =red', reasons: [] },
        {
          outcome: 'INVALID',
          row: 3,
          externalId: '2',
          title: null,
          reasons: ['BAD_PRICE: "cheap" is not a price.'],
        },
      ],
      issues: { nodes: [{ row: 3, code: 'BAD_PRICE' }] },
    });
  });

  it('end with the import that was confirmed, and its report', async () => {
    const { confirmImport: run } = await api.data<{ confirmImport: Run }>(
      `mutation ($id: ID!) { confirmImport(id: $id) { id reportUrl status } }`,
      { id: plan.id },
    );
    expect(run.status).toBe('QUEUED');
    await api.services.catalog.imports.execute(idOf(run.id));
    const { importRun } = await api.data<{ importRun: unknown }>(
      `query ($id: ID!) { importRun(id: $id) { status dryRun created failed plan { id confirmedAs { id } } } }`,
      { id: run.id },
    );
    expect(importRun).toMatchObject({
      status: 'SUCCEEDED',
      dryRun: false,
      created: 1,
      failed: 1,
      plan: { id: plan.id, confirmedAs: { id: run.id } },
    });
    const response = await fetch(api.url + run.reportUrl);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect((await response.text()).split('\n')).toEqual([
      'kind,row,external_id,field,code,message',
      'status,,,,SUCCEEDED,',
      'count,,,rowsRead,COUNT,2',
      'count,,,created,COUNT,1',
      'count,,,updated,COUNT,0',
      'count,,,unchanged,COUNT,0',
      'count,,,removed,COUNT,0',
      'count,,,failed,COUNT,1',
      'count,,,imagesStored,COUNT,0',
      'count,,,withImage,COUNT,0',
      'count,,,withPrice,COUNT,1',
      'count,,,withCategory,COUNT,1',
      'count,,,withBrand,COUNT,0',
      'count,,,issues,COUNT,1',
      'issue,3,2,price,BAD_PRICE,"""cheap"" is not a price."',
      '',
    ]);
    for (const bad of ['', '&token=x', `${new URL(run.reportUrl, 'http://x').search}x`]) {
      const refused = await fetch(`${api.url}${run.reportUrl.split('?')[0]}?${bad}`);
      expect(refused.status).toBe(404);
    }
  });

  it('refuse a file that is no feed, naming what could be read', async () => {
    const image = await upload('\0'.repeat(1000));
    const { errors } = await api.ask(
      `mutation ($id: ID!) { analyzeFeed(input: { uploadId: $id }) { format } }`,
      { id: image },
    );
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('it must be CSV'),
      extensions: { code: 'BAD_INPUT' },
    });
  });
});
