// npm run db:migrate: brings the database up to date and says what it did.
import { readEnv } from '../env.ts';
import { describeError } from '../errors.ts';
import { openDatabase } from './database.ts';

try {
  const { migrated, close } = await openDatabase(readEnv());
  console.log(migrated.length === 0 ? 'Nothing to migrate.' : `Applied ${migrated.join(', ')}.`);
  await close();
} catch (error) {
  console.error(describeError(error).message);
  process.exitCode = 1;
}
