import { say, sayTable, shorten } from '../cli/output.ts';
import { AppError } from '../errors.ts';

const PRODUCT = `{ products(first: 1) { nodes { id title } } }`;
const SIMILAR = `query ($id: ID!) {
  similarProducts(productId: $id, first: 5) {
    tookMs
    edges { rank score node { title brand } }
  }
}`;

interface Answer<Data> {
  data?: Data;
  errors?: { message: string }[];
}

interface SimilarData {
  similarProducts: {
    tookMs: number;
    edges: { rank: number; score: number; node: { title: string; brand: string | null } }[];
  };
}

/** Asks the running API what a shop would ask, and prints question and answer. */
export async function exampleQuery(graphqlUrl: string): Promise<void> {
  const { products } = await ask<{ products: { nodes: { id: string; title: string }[] } }>(
    graphqlUrl,
    PRODUCT,
  );
  const product = products.nodes[0];
  if (!product) throw new AppError('NOT_FOUND', 'The demo catalog has no product.');
  const { similarProducts } = await ask<SimilarData>(graphqlUrl, SIMILAR, { id: product.id });
  say(`\nOne example, asked of ${graphqlUrl} with { "id": "${product.id}" }:\n`);
  say(SIMILAR.replace(/^/gm, '  '));
  say(`\nlike ${product.title}, in ${similarProducts.tookMs.toFixed(0)} ms:`);
  sayTable(similarProducts.edges, [
    { title: '', value: ({ rank }) => String(rank), right: true },
    { title: 'score', value: ({ score }) => score.toFixed(3), right: true },
    { title: 'product', value: ({ node }) => shorten(node.title, 60) },
    { title: 'brand', value: ({ node }) => node.brand ?? '' },
  ]);
  say();
}

async function ask<Data>(url: string, query: string, variables = {}): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as Answer<Data>;
  if (!data) throw new AppError('INTERNAL', errors?.[0]?.message ?? `${url}: ${response.status}`);
  return data;
}
