import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import { AppError } from '../errors.ts';
import type { Services } from '../services.ts';
import { requireCatalog, requireProduct } from './find.ts';
import { wholeNumber } from './options.ts';
import { note, say, sayJson, sayTable, shorten } from './output.ts';
import { runCommand } from './runCommand.ts';

interface SimilarOptions {
  product?: string;
  image?: string;
  catalog?: string;
  model?: string;
  first: number;
  json?: boolean;
}

export function similarCommand(): Command {
  return new Command('similar')
    .description('print the products most similar to a product or to a photo')
    .option('--product <id>', "the product's id in its feed")
    .option('--image <file>', 'a photo')
    .option('--catalog <name>', 'catalog of the product; may be left out where there is only one')
    .option('--model <version>', 'model version: number, id or alias (default: production)')
    .option('--first <n>', 'products to print', wholeNumber, 10)
    .option('--json', 'print the answer as JSON')
    .action((options: SimilarOptions) =>
      runCommand(async ({ services }) => {
        const query = await queryOf(services, options);
        const page = await services.similar.similarProducts({
          ...query.request,
          first: options.first,
          model: options.model,
        });
        const rows = page.edges.map(({ rank, score, distance, node }) => ({
          ...{ rank, score, distance },
          product: node.externalId,
          title: node.title,
          category: node.category,
        }));
        if (options.json) return sayJson({ query: query.title, rows });
        say(`like ${query.title}:`);
        sayTable(rows, [
          { title: '', value: ({ rank }) => String(rank), right: true },
          { title: 'score', value: ({ score }) => score.toFixed(4), right: true },
          { title: 'product', value: ({ product }) => product },
          { title: 'category', value: ({ category }) => shorten(category ?? '-', 20) },
          { title: 'title', value: ({ title }) => shorten(title, 60) },
        ]);
        note(
          `model version ${page.modelVersion.number}, ${page.method}, ${page.tookMs.toFixed(0)} ms`,
        );
      }),
    );
}

async function queryOf(services: Services, options: SimilarOptions) {
  const { product, image } = options;
  if ((product === undefined) === (image === undefined)) {
    throw new AppError('BAD_INPUT', 'Give either --product or --image.');
  }
  if (product !== undefined) {
    const catalog = await requireCatalog(services, options.catalog);
    const { id, title } = await requireProduct(services, catalog, product);
    return { title: `${title} (${product})`, request: { productId: id } };
  }
  const uploadId = await upload(services, image as string);
  return { title: image as string, request: { image: { uploadId } } };
}

/** A photo takes the way that every photo takes: its bytes are counted and checked there. */
async function upload({ uploads }: Services, file: string): Promise<string> {
  const facts = await stat(file).catch(() => null);
  if (!facts?.isFile()) throw new AppError('IMAGE_MISSING', `There is no file ${file}.`, { file });
  const { id, token } = await uploads.createUpload('QUERY_IMAGE');
  await uploads.receive({ id, token, contentLength: facts.size, body: createReadStream(file) });
  return id;
}
