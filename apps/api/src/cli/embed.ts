import { Command } from 'commander';
import type { ModelVersion } from '../embeddings/models/modelVersion.ts';
import { AppError } from '../errors.ts';
import type { Services } from '../services.ts';
import { note, plural, say, sayJson } from './output.ts';
import { runCommand, usageSince } from './runCommand.ts';

interface EmbedCommandOptions {
  model?: string;
  promote?: boolean;
  json?: boolean;
}

export function embedCommand(): Command {
  return new Command('embed')
    .description('embed every image that lacks a vector of a model version, then build its index')
    .option('--model <version>', 'number, id or alias (default: the newest)')
    .option('--promote', 'let it serve when the index stands')
    .option('--json', 'print the pass as JSON')
    .action((options: EmbedCommandOptions) =>
      runCommand(async ({ services, signal, progress }) => {
        const startedAt = performance.now();
        const model = await modelOf(services, options.model);
        note(`embedding with model version ${model.number} (${model.name})`);
        const { id } = await services.embeddings.runs.start(model.id, options.promote);
        const run = await services.embeddings.runs.embed(id, {
          signal,
          onProgress: ({ phase, done, failed, total }) => {
            if (phase === 'embedding images') progress.update(phase, done + failed, total);
            else progress.phase(phase);
          },
        });
        progress.stop();
        if (options.json) return sayJson(run);
        say(`${plural(run.done, 'image')} embedded with model version ${model.number}`);
        if (run.failed > 0) say(`  ${run.error}`);
        say(run.promote ? '  it serves now' : `  next: semblance promote ${model.number}`);
        note(usageSince(startedAt));
      }),
    );
}

async function modelOf(services: Services, reference?: string): Promise<ModelVersion> {
  if (reference !== undefined) return services.embeddings.models.require(reference);
  const models = await services.embeddings.models.list();
  const newest = models.reduce<ModelVersion | undefined>(
    (best, model) => (best && best.number > model.number ? best : model),
    undefined,
  );
  if (newest) return newest;
  throw new AppError('NO_MODEL', 'There is no model yet; make one with: semblance train');
}

export function promoteCommand(): Command {
  return new Command('promote')
    .description('let a model version serve: its images must be embedded and indexed')
    .argument('<model>', 'number or id of the model version')
    .option('--alias <name>', 'alias to move', 'production')
    .option('--json', 'print the model version as JSON')
    .action((model: string, options: { alias: string; json?: boolean }) =>
      runCommand(async ({ services }) => {
        const promoted = await services.embeddings.models.promote(model, options.alias);
        if (options.json) return sayJson(promoted);
        say(`${options.alias} is model version ${promoted.number} (${promoted.name})`);
      }),
    );
}
