/**
 * Writes the tables of docs/MODELS.md from the code; a test tells when they are old.
 * Run: node packages/ml/scripts/models-doc.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { listConfigurations, listModels, type ModelSummary } from '../src/index.ts';

export const MODELS_DOC = fileURLToPath(new URL('../../../docs/MODELS.md', import.meta.url));

/** The document with each `<!-- table: <name> -->` ... `<!-- end -->` filled anew. */
export function withTables(document: string): string {
  const tables: Record<string, string> = {
    models: modelTable(),
    configurations: configurationTable(),
  };
  return document.replaceAll(
    /(<!-- table: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, start: string, name: string, end: string) => {
      const table = tables[name];
      if (table === undefined) throw new Error(`There is no table ${name}.`);
      return `${start}${table}\n${end}`;
    },
  );
}

function modelTable(): string {
  return table(
    [
      'name',
      'status',
      'weights',
      'of which train',
      'input',
      'embedding',
      'ImageNet weights',
      'frozen',
    ],
    listModels().map((model) => [
      `\`${model.name}\``,
      model.status,
      count(model.parameters.total),
      count(model.parameters.trainable),
      String(model.inputSize),
      embeddingOf(model),
      model.imagenetBackbone ?? '',
      model.frozenLayers.length > 0
        ? `${model.frozenLayers[0]} to ${model.frozenLayers.at(-1)}`
        : '',
    ]),
  );
}

/** The published jobs, each in one row with what runs here for it in either form. */
function configurationTable(): string {
  const all = listConfigurations();
  const titles = ['name', 'published file', 'model', 'loss', 'intended: model', 'intended: loss'];
  const settings = ['optimizer', 'rate', 'epochs', 'batch', 'note'];
  const published = all.filter(({ status }) => status === 'as published');
  return table(
    [...titles, ...settings],
    published.map(({ name, job, config, notes }) => {
      const intended = all.find((each) => each.job === job && each.status === 'as intended');
      const { model } = intended?.config ?? {};
      return [
        `\`${name}\``,
        `${job.group === '.' ? '' : `${job.group}/`}${name}.cnf`,
        `\`${config.model}\``,
        `\`${config.loss}\``,
        model === config.model ? '' : `\`${model}\``,
        `\`${intended?.config.loss}\``,
        `\`${config.optimizer}\``,
        String(config.learningRate),
        String(config.epochs),
        String(config.batchSize),
        notes.join(' '),
      ];
    }),
  );
}

function embeddingOf({ embeddingDimension, outputShape, dimensionRange }: ModelSummary): string {
  if (dimensionRange) return `${embeddingDimension} (${dimensionRange.join(' to ')})`;
  if (outputShape.length === 1) return count(embeddingDimension);
  return `${count(embeddingDimension)} (${outputShape.join('x')})`;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles, titles.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(MODELS_DOC, withTables(readFileSync(MODELS_DOC, 'utf8')));
}
