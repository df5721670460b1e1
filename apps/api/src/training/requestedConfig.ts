import {
  isMlError,
  parseTrainingConfig,
  requireConfiguration,
  type TrainingConfig,
} from '@semblance/ml';
import { badInput } from '../errors.ts';

/**
 * A whole configuration: the defaults, a published configuration over them, given fields over both.
 * @param given fields that differ; untrusted
 * @param configuration name of a published configuration
 * @throws BAD_INPUT whose field is `configuration`, `config` or `config.<name>`
 */
export function requestedConfig(given: unknown, configuration: string | undefined): TrainingConfig {
  const start = configuration === undefined ? {} : publishedConfig(configuration);
  // Not an object: left as it is, for the check to refuse.
  const whole = typeof given === 'object' && given !== null && !Array.isArray(given);
  try {
    return parseTrainingConfig(whole ? { ...start, ...given } : given);
  } catch (error) {
    if (!isMlError(error)) throw error;
    const { field } = error.details;
    const name = typeof field === 'string' ? `config.${field}` : 'config';
    throw badInput(name, error.message);
  }
}

function publishedConfig(name: string): Partial<TrainingConfig> {
  try {
    return requireConfiguration(name).config;
  } catch (error) {
    if (isMlError(error)) throw badInput('configuration', error.message);
    throw error;
  }
}
