import { MlError } from '../errors.ts';
import { mean } from './mean.ts';
import { meanOfPositive } from './meanOfPositive.ts';
import type { Reducer } from './reducer.ts';
import { sum } from './sum.ts';

const REDUCERS: readonly Reducer[] = [mean, meanOfPositive, sum];

/** Every reducer that can be trained with. */
export function listReducers(): { name: string; description: string }[] {
  return REDUCERS.map(({ name, description }) => ({ name, description }));
}

/** The reducer of that name. @throws {MlError} CONFIG_INVALID naming `reducer` */
export function requireReducer(name: string): Reducer {
  const found = REDUCERS.find((reducer) => reducer.name === name);
  if (found) return found;
  const known = REDUCERS.map((reducer) => reducer.name).join(', ');
  throw new MlError('CONFIG_INVALID', `reducer must be auto or one of ${known}, not "${name}".`, {
    field: 'reducer',
  });
}
