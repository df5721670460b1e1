// For codegen: a fragment with every setting of a training configuration, so that a setting that
// packages/ml declares reaches the dashboard without being named here.
import { readFile } from 'node:fs/promises';
import { buildSchema, parse } from 'graphql';

/** @param path of the printed schema */
export default async function trainingConfigFragment(path) {
  const schema = buildSchema(await readFile(path, 'utf8'), { assumeValid: true });
  const names = Object.keys(schema.getType('TrainingConfig').getFields());
  return parse(`fragment TrainingSettings on TrainingConfig { ${names.join(' ')} }`);
}
