import { resolve } from 'node:path';
import {
  CONCATENATIONS,
  type ConcatenationName,
  EXPORT_FORMATS,
  type ExportFormat,
  IMAGENET_INPUTS,
  type ImagenetInput,
  listModels,
  PIXEL_LAYOUTS,
  PIXEL_RANGES,
  type PixelLayout,
  type PixelRange,
  type Preprocessing,
} from '@semblance/ml';
import { Command, Option } from 'commander';
import { megabytes, note, say, sayJson, sayTable } from './output.ts';
import { type CommandContext, runCommand, usageSince } from './runCommand.ts';

export function modelCommand(): Command {
  return new Command('model')
    .description('model versions: list them, bring one in, write one out')
    .addCommand(listCommand())
    .addCommand(importCommand())
    .addCommand(exportCommand());
}

function listCommand(): Command {
  return new Command('list')
    .description('every model version')
    .option('--json', 'print as JSON')
    .action((options: { json?: boolean }) =>
      runCommand(async ({ services }) => {
        const models = await services.embeddings.models.list();
        if (options.json) return sayJson(models);
        const aliases = await services.embeddings.models.aliasesOf(models.map(({ id }) => id));
        sayTable(models, [
          { title: 'version', value: ({ number }) => String(number), right: true },
          { title: 'name', value: ({ name }) => name },
          { title: 'architecture', value: ({ architecture }) => architecture },
          { title: 'numbers', value: ({ dimension }) => String(dimension), right: true },
          { title: 'source', value: ({ source }) => source.toLowerCase() },
          { title: 'serves as', value: ({ id }) => aliases.get(id)?.join(', ') ?? '' },
        ]);
      }),
    );
}

interface ImportOptions {
  name: string;
  file: string;
  architecture?: string;
  concatenation?: ConcatenationName;
  input?: ImagenetInput;
  pixels?: PixelRange;
  fit?: Preprocessing['fit'];
  json?: boolean;
}

function importCommand(): Command {
  const names = listModels().map(({ name }) => name);
  return new Command('import')
    .description('make a model version of weights that were trained elsewhere')
    .requiredOption('--name <name>', 'name of the model version')
    .requiredOption('--file <path>', 'Keras weights (.h5), or a TensorFlow.js model.json or folder')
    .addOption(
      new Option('--architecture <name>', 'what a Keras file holds the weights of').choices(names),
    )
    .addOption(
      choice(
        '--concatenation <python>',
        Object.keys(CONCATENATIONS),
        'which Python trained a MILDNet',
      ),
    )
    .addOption(choice('--input <kind>', IMAGENET_INPUTS, 'what an ImageNet backbone is fed'))
    .addOption(choice('--pixels <range>', PIXEL_RANGES, 'what a TensorFlow.js model takes'))
    .addOption(choice('--fit <how>', ['contain', 'fill'], 'how images are brought to the square'))
    .option('--json', 'print the model version as JSON')
    .action((options: ImportOptions) => runCommand((context) => importOne(context, options)));
}

function choice(flags: string, values: readonly string[], description: string): Option {
  return new Option(flags, description).choices([...values]);
}

async function importOne(
  { services, progress }: CommandContext,
  { file, json, ...options }: ImportOptions,
): Promise<void> {
  const startedAt = performance.now();
  progress.phase('reading the weights');
  const model = await services.embeddings.models.import({ ...options, path: file }, true);
  progress.stop();
  if (json) return sayJson(model);
  const { number, architecture, dimension } = model;
  say(`model version ${number} (${architecture}, ${dimension} numbers)`);
  say(`  next: semblance embed --model ${number} --promote`);
  note(usageSince(startedAt));
}

interface ExportOptions {
  model: string;
  format: ExportFormat;
  to: string;
  layout?: PixelLayout;
  json?: boolean;
}

function exportCommand(): Command {
  return new Command('export')
    .description('write a model version for use elsewhere')
    .option('--model <version>', 'number, id or alias', 'production')
    .addOption(choice('--format <name>', EXPORT_FORMATS, 'kind of files').makeOptionMandatory())
    .requiredOption('--to <folder>', 'a new folder')
    .addOption(choice('--layout <axes>', PIXEL_LAYOUTS, 'order of an ONNX input (default: nhwc)'))
    .option('--json', 'print the files as JSON')
    .action((options: ExportOptions) => runCommand((context) => exportOne(context, options)));
}

async function exportOne(
  { services, progress }: CommandContext,
  { model: reference, to, json, ...options }: ExportOptions,
): Promise<void> {
  const startedAt = performance.now();
  const model = await services.embeddings.models.require(reference);
  progress.phase(`writing model version ${model.number}`);
  const target = resolve(to);
  const files = await services.embeddings.models.export(model, target, options);
  progress.stop();
  if (json) return sayJson(files);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  say(`model version ${model.number} (${model.name}): ${megabytes(bytes)} in ${target}`);
  for (const { name } of files) say(`  ${name}`);
  note(usageSince(startedAt));
}
