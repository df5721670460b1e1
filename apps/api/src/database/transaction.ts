import type { PoolClient } from 'pg';
import type { Database } from './database.ts';

/**
 * Runs statements in one transaction. Keep it short: in the embedded database a transaction makes
 * every other client wait.
 */
export async function inTransaction<T>(
  database: Pick<Database, 'pool'>,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure; // The connection is of no use to others.
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
