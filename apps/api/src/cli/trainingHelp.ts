/** What can be chosen for a training run, for `semblance train`. */
import { listConfigurations, listTrainingSettings } from '@semblance/ml';
import { say, sayJson, sayTable } from './output.ts';

/** What `--config` takes; `--config <name> --set epochs=1` changes what it says. */
export function showConfigurations(json = false): void {
  const all = listConfigurations();
  if (json) {
    sayJson(all);
    return;
  }
  sayTable(all, [
    { title: 'name', value: ({ name }) => name },
    { title: 'model', value: ({ config }) => String(config.model) },
    { title: 'loss', value: ({ config }) => String(config.loss) },
    { title: 'optimizer', value: ({ config }) => String(config.optimizer) },
    { title: 'rate', value: ({ config }) => String(config.learningRate), right: true },
    { title: 'epochs', value: ({ config }) => String(config.epochs), right: true },
    { title: 'batch', value: ({ config }) => String(config.batchSize), right: true },
  ]);
  say('_intended: without the defects of the published code. More in docs/MODELS.md.');
  say('All are made for a GPU: without one a run takes hours to weeks.');
}

/** A line a setting: its name and default, what it does and what it may be; one a named choice. */
export function settingsHelp(): string {
  return listTrainingSettings()
    .map((setting) => {
      const { kind, minimum, maximum, choices, explanations = [] } = setting;
      const range = choices
        ? choices.join(kind === 'names' ? ' + ' : ' | ')
        : kind === 'flag'
          ? 'true | false'
          : `${minimum} to ${maximum}${setting.nullable ? ' | null' : ''}`;
      const title = `  ${setting.name}=${setting.default}`;
      const meanings = explanations.map(
        ({ name, description }) => `\n      ${name.padEnd(24)} ${description}`,
      );
      const known = meanings.length > 0 ? ':' : ` [${range}]`;
      return `${title.padEnd(34)} ${setting.description}${known}${meanings.join('')}`;
    })
    .join('\n');
}
