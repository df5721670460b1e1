import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { MIGRATIONS_DIR } from '../../apps/api/src/database/database.ts';
import { migrate } from '../../apps/api/src/database/migrator.ts';
import { makeQueue, templateKey } from './embeddedTemplate.ts';

/** One template at a time is made on a server, whoever asks. */
const TEMPLATE_LOCK = 4_711_001;

/** Makes a migrated database on a native server, from a template made once. Returns its address. */
export async function cloneServer(server: string): Promise<string> {
  const template = `semblance_template_${await templateKey()}`;
  const name = `semblance_test_${randomBytes(6).toString('hex')}`;
  await withClient(server, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (found.rowCount === 0) await makeTemplate(client, server, template);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    await client.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  });
  return addressOf(server, name);
}

export async function dropServerDatabase(address: string): Promise<void> {
  const name = new URL(address).pathname.slice(1);
  await withClient(addressOf(address, 'postgres'), async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
}

/** Under another name until it is migrated, so that half a template is never taken for one. */
async function makeTemplate(client: pg.Client, server: string, template: string): Promise<void> {
  const making = `${template}_making`;
  await client.query(`DROP DATABASE IF EXISTS ${making} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${making}`);
  const pool = new pg.Pool({ connectionString: addressOf(server, making) });
  await migrate(pool, MIGRATIONS_DIR);
  await pool.end();
  await makeQueue(addressOf(server, making));
  await client.query(`ALTER DATABASE ${making} RENAME TO ${template}`);
}

async function withClient(address: string, work: (client: pg.Client) => Promise<void>) {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function addressOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
