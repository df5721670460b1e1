import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { picture } from '../triplets/tinyCatalog.ts';
import { runCli } from './runCli.ts';

describe('the command line', () => {
  let test: TestDatabase;
  let folder: string;
  let feed: { csv: string; images: string };
  beforeAll(async () => {
    test = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'semblance-cli-'));
    feed = await writeFeed(folder);
  });
  afterAll(async () => {
    await test.close();
    await rm(folder, { recursive: true, force: true });
  });

  const cli = (...args: string[]) => runCli(args, test.variables);
  const json = async <T>(...args: string[]) => {
    const { stdout, stderr, code } = await cli(...args, '--json');
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout) as T;
  };

  // One story: each command takes up what the one before it left.
  it('goes from a feed to similar products', async () => {
    const ingest = ['ingest', '--catalog', 'tiny', '--csv', feed.csv, '--images', feed.images];
    const first = await cli(
      ...ingest,
      '--map',
      'externalId=id',
      '--map',
      'title=name',
      '--map',
      'category=kind',
      '--map',
      'attributes=colour',
      '--map',
      'imagePattern={id}.png',
    );
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toMatch(/tiny: 24 rows read\n {2}created +24\n/);
    expect(first.stderr).toMatch(/\d+\.\d s, peak memory \d+ MB/);

    const set = await json<{ status: string; version: number }>(
      'triplets',
      'generate',
      '--count',
      '60',
    );
    expect(set).toMatchObject({ status: 'SUCCEEDED', version: 1 });

    type Trained = {
      run: { status: string };
      metrics: { metric: { split: string } }[];
      modelVersion: { number: number };
    };
    const trained = await json<Trained>(
      'train',
      '--name',
      'tiny',
      '--epochs',
      '1',
      '--batch',
      '2',
      '--set',
      'maxStepsPerEpoch=2',
    );
    expect(trained).toMatchObject({ run: { status: 'SUCCEEDED' }, modelVersion: { number: 1 } });
    expect(new Set(trained.metrics.map(({ metric }) => metric.split))).toEqual(
      new Set(['TRAIN', 'VAL', 'TEST']),
    );

    const embedded = await json<{ done: number }>('embed', '--promote');
    expect(embedded).toMatchObject({ status: 'SUCCEEDED', done: 24, failed: 0 });

    type Answer = { rows: { product: string; rank: number; score: number }[] };
    const byProduct = await json<Answer>('similar', '--product', 'shirt-red-1', '--first', '5');
    expect(byProduct.rows.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5]);
    expect(byProduct.rows.map(({ product }) => product)).not.toContain('shirt-red-1');
    const scores = byProduct.rows.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    const photo = join(feed.images, 'shoe-blue-2.png');
    const byPhoto = await json<Answer>('similar', '--image', photo, '--first', '3');
    expect(byPhoto.rows[0]).toMatchObject({ product: 'shoe-blue-2', score: expect.closeTo(1, 3) });

    const promoted = await cli('promote', '1');
    expect(promoted.stdout).toBe('production is model version 1 (tiny)\n');
  });

  it('shows in a dry run what an import would do, and reports every issue', async () => {
    const path = join(folder, 'second.jsonl');
    const rows = [
      { id: 'shirt-red-1', title: 'Renamed' },
      { id: 'new', title: 'New', price: 'cheap' },
    ];
    await writeFile(path, rows.map((row) => JSON.stringify(row)).join('\n'));
    const report = join(folder, 'report.csv');
    const ingest = ['ingest', '--catalog', 'tiny', '--feed', path];
    const dry = await cli(...ingest, '--dry-run', '--removed', 'delete', '--report', report);
    expect(dry.code, dry.stderr).toBe(0);
    expect(dry.stdout).toMatch(/2 rows read\n {2}would be created +1\n/);
    expect(dry.stdout).toMatch(/would be removed +23\n {2}read as +jsonl, utf-8\n/);
    expect(dry.stdout).toContain("23 of the catalog's 24 products, more than half");
    expect(dry.stdout).toContain(
      'update  row 1: shirt-red-1 Renamed (title: "red shirt 1" → "Renamed"',
    );
    expect(await readFile(report, 'utf8')).toContain('issue,2,new,price,BAD_PRICE');

    const mapped = await cli(...ingest, '--dry-run', '--map', 'price=price');
    expect(mapped.code, mapped.stderr).toBe(0);
    expect(mapped.stdout).toMatch(/ {2}mapping +externalId=id title=title .*price=price/);

    const bare = join(folder, 'bare.csv');
    await writeFile(bare, 'id,title\n,No id\n');
    const nothing = await cli('ingest', '--catalog', 'tiny', '--feed', bare);
    expect(nothing.code).toBe(1);
    expect(nothing.stdout).toMatch(/with image +0 of 0 products\n.*\n.*\n.*\n {2}issues +1\n/);
    expect(nothing.stderr).toContain('Nothing of the feed was taken: 1 row read, 1 failed.');

    const unknown = await cli(...ingest, '--map', 'colour=title');
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('no field "colour". Their fields are: externalId, title,');
    expect(unknown.stderr).toContain('--map attributes=title. (BAD_INPUT, field mapping.colour)');

    const refused = await cli(...ingest, '--policy', 'reject-all', '--report', report);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('(BAD_INPUT, field policy)');
    expect(await readFile(report, 'utf8')).toContain('issue,2,new,price,BAD_PRICE');
  });

  it('stops at Ctrl-C with a checkpoint and says how to go on', async () => {
    let asked = false;
    const args = ['train', '--name', 'stopped', '--epochs', '500', '--batch', '2'];
    const stopped = await runCli(args, test.variables, (text, kill) => {
      if (asked || !text.includes('training\n')) return;
      asked = true;
      kill('SIGINT');
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain('(CANCELLED)');
    expect(stopped.stderr).toMatch(/continue with: semblance train --resume [0-9a-f-]{36}/);
    const run = await test.database.prisma.trainingRun.findFirstOrThrow({
      where: { name: 'stopped' },
      include: { checkpoints: true },
    });
    expect(run.status).toBe('CANCELLED');
    expect(run.checkpoints.map(({ kind }) => kind)).toContain('LATEST');
  });

  it.each([
    ['an unknown setting', ['train', '--set', 'losss=1'], 'BAD_INPUT, field config.losss'],
    ['an unknown product', ['similar', '--product', 'nope'], 'NOT_FOUND'],
    ['a photo that is not there', ['similar', '--image', '/no/where.jpg'], 'IMAGE_MISSING'],
    [
      'a CSV that is not there',
      ['ingest', '--catalog', 'x', '--csv', '/no/where.csv'],
      'BAD_INPUT, field path',
    ],
    [
      'a triplet file that is not there',
      ['triplets', 'import', '--train', '/no/where.csv'],
      'BAD_INPUT, field files.0.csvPath',
    ],
  ])('answers %s with one line and exit code 1', async (_what, args, code) => {
    const { stderr, stdout, code: exit } = await cli(...args);
    expect(exit).toBe(1);
    expect(stdout).toBe('');
    const lines = stderr
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('semblance: '));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`(${code})`);
    expect(stderr).not.toContain('    at ');
  });

  it('names a bad environment variable', async () => {
    const { code, stderr } = await runCli(['doctor'], { ...test.variables, PORT: 'sea' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^semblance: Bad environment: PORT /);
  });

  it('says what is in use here', async () => {
    const doctor = await json<Record<string, unknown>>('doctor');
    expect(doctor).toMatchObject({ node: process.version, dataDir: test.env.dataDir });
    expect(doctor.pgvector).toMatch(/^0\.\d+\.\d+/);
    expect(doctor.database).toMatch(/^Postgres \d+/);
    expect(doctor.backend).toMatch(/^(tensorflow|tensorflow-gpu|webgpu|wasm|cpu),/);
  });
});

/** 2 kinds x 3 colours x 4 products, each with a picture of its own. */
async function writeFeed(folder: string): Promise<{ csv: string; images: string }> {
  const images = join(folder, 'images');
  await mkdir(images);
  const lines = ['id,name,kind,colour'];
  const colours = { red: '#c81e1e', green: '#1e9632', blue: '#1e32c8' };
  for (const [kind, drawnAs] of [
    ['shirt', 'Shirts'],
    ['shoe', 'Shoes'],
  ] as const) {
    for (const [colour, hex] of Object.entries(colours)) {
      for (let n = 1; n <= 4; n++) {
        const id = `${kind}-${colour}-${n}`;
        lines.push(`${id},${colour} ${kind} ${n},${kind},${colour}`);
        await writeFile(join(images, `${id}.png`), await picture(drawnAs, hex, n));
      }
    }
  }
  const csv = join(folder, 'feed.csv');
  await writeFile(csv, `${lines.join('\n')}\n`);
  return { csv, images };
}
