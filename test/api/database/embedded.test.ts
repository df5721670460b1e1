import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../apps/api/src/database/database.ts';
import { isHolderAlive, readLock } from '../../../apps/api/src/database/embedded-lock.ts';
import { ON_NATIVE_POSTGRES } from '../../support/database.ts';
import { cloneEmbedded, stopEmbedded } from '../../support/embeddedTemplate.ts';
import { removeFolder } from '../../support/removeFolder.ts';

const DATABASE = fileURLToPath(
  new URL('../../../apps/api/src/database/database.ts', import.meta.url),
);

let dataDir: string;
const open = (): Promise<Database> => openDatabase({ dataDir, databaseUrl: undefined });
const holder = () => readLock(join(dataDir, 'postgres'));

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'semblance-embedded-'));
  await cloneEmbedded(dataDir);
});
afterEach(async () => {
  await stopEmbedded(dataDir);
  await removeFolder(dataDir);
});

/** Another process that opens the database, adds a catalog and waits until it is killed. */
async function otherDoor(name: string): Promise<ChildProcess> {
  const script = `
    import { openDatabase } from ${JSON.stringify(DATABASE)};
    const db = await openDatabase({ dataDir: ${JSON.stringify(dataDir)}, databaseUrl: undefined });
    await db.prisma.catalog.create({ data: { name: ${JSON.stringify(name)} } });
    console.log('written');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe.skipIf(ON_NATIVE_POSTGRES)('the embedded database', () => {
  it('keeps the statements of concurrent clients apart', async () => {
    const database = await open();
    const connectionString = database.url;
    const clients = Array.from({ length: 6 }, () => new pg.Client({ connectionString }));
    await Promise.all(clients.map((client) => client.connect()));
    const ask = async (client: pg.Client, from: number) => {
      const answers: number[] = [];
      for (let value = from; value < from + 30; value++) {
        // Different texts and value types: a value bound to another's statement would show.
        const { rows } =
          value % 2 === 0
            ? await client.query<{ n: number }>('SELECT $1::int + 1 AS n', [value])
            : await client.query<{ n: number }>('SELECT length($1::text) AS n', [
                'x'.repeat(value),
              ]);
        answers.push(Number(rows[0]?.n));
      }
      return answers;
    };
    const answers = await Promise.all(clients.map((client, i) => ask(client, i * 100)));
    for (const client of clients) await client.end();
    await database.close();
    for (const [i, given] of answers.entries()) {
      const values = Array.from({ length: 30 }, (_, k) => i * 100 + k);
      expect(given).toEqual(values.map((value) => (value % 2 === 0 ? value + 1 : value)));
    }
  });

  it('is one server for several processes that start at the same time', async () => {
    const [one, two, child] = await Promise.all([open(), open(), otherDoor('from the child')]);
    expect(one.url).toBe(two.url);
    expect(one.url).toContain(`:${holder()?.port}/`);
    await one.prisma.catalog.create({ data: { name: 'from the parent' } });
    expect(await two.prisma.catalog.count()).toBe(2);
    await kill(child);
    await Promise.all([one.close(), two.close()]);
  });

  it('outlives the process that started it and keeps what was written', async () => {
    const child = await otherDoor('kept');
    const server = holder();
    await kill(child);
    const database = await open();
    expect(holder()).toEqual(server);
    expect(await database.prisma.catalog.count()).toBe(1);
    await database.close();
  });

  it('is started again at the same address when it was killed, with nothing lost', async () => {
    const database = await open();
    await database.prisma.catalog.create({ data: { name: 'before' } });
    const killed = holder();
    process.kill(killed?.pid ?? 0, 'SIGKILL');
    await expect.poll(() => database.prisma.catalog.count().catch(() => 'not yet')).toBe(1);
    expect(holder()?.pid).not.toBe(killed?.pid);
    expect(holder()?.port).toBe(killed?.port);
    await database.close();
  });

  it('is left only once it is back, where it was killed just before', async () => {
    const database = await open();
    const killed = holder();
    const witness = new pg.Client({ connectionString: database.url });
    witness.on('error', () => undefined);
    await witness.connect();
    const ended = new Promise<void>((resolve) => witness.once('end', resolve));
    process.kill(killed?.pid ?? 0, 'SIGKILL');
    await ended;
    await setTimeout(20); // The database's own connection ends with it.
    await database.close();
    const back = holder();
    expect(back?.pid).not.toBe(killed?.pid);
    expect(back && isHolderAlive(back)).toBe(true);
  });

  it('takes over a lock whose holder is gone, also when its process id was given away', async () => {
    const directory = join(dataDir, 'postgres');
    const stale = { pid: process.pid, identity: 'an earlier process', port: 1 };
    await writeFile(join(directory, 'server.json'), JSON.stringify(stale));
    expect(isHolderAlive(stale)).toBe(false);
    const database = await open();
    expect(await database.prisma.catalog.count()).toBe(0);
    expect(holder()?.pid).not.toBe(process.pid);
    await database.close();
  });

  it('takes another port when the last one is in use by somebody else', async () => {
    const stranger = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const address = stranger.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const stale = { pid: 2 ** 22 + 1, port };
    await writeFile(join(dataDir, 'postgres', 'server.json'), JSON.stringify(stale));
    const database = await open();
    expect(holder()?.port).not.toBe(port);
    await database.close();
    stranger.close();
  });
});

describe('a server that can not be reached', () => {
  it('is reported without repeating the password of its address', async () => {
    const databaseUrl = 'postgresql://user:secret@127.0.0.1:1/db';
    const error = await openDatabase({ dataDir, databaseUrl }).catch((each: Error) => each);
    expect(error).toMatchObject({ code: 'UNAVAILABLE' });
    expect(JSON.stringify(error) + String(error)).not.toContain('secret');
  });
});
