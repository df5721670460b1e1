import { formatMetric, parseMeasure } from '@semblance/ml';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS_DIR } from '../../../apps/api/src/database/database.ts';
import { readMigrations } from '../../../apps/api/src/database/migrator.ts';
import { readFigures } from '../../../apps/api/src/evaluation/figures.ts';
import { readReport } from '../../../apps/api/src/evaluation/storedReport.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

const NAME = '20261127201500_metric_identity';

const scores = {
  ...{ queries: 2, recallAt: { 1: 0.5, 10: 1 }, precisionAt: { 1: 0.5, 10: 0.1 } },
  ...{ mapAtR: 0.4, rPrecision: 0.4, mrr: 0.6 },
};
/** As it was kept. */
const report = {
  triplets: null,
  retrieval: { 'category+Fabric type': { ...scores, loneQueries: 1, perLabel: {}, perKind: {} } },
  samples: [],
  baselines: { histogram: { tripletAccuracy: 0.6, 'mAP@R.category+Fabric type': 0.2 } },
};

/** Figures of before there was one spelling, as the programs of then wrote them. */
describe('the migration to one spelling of metrics', () => {
  let test: TestDatabase;
  let client: PoolClient;
  const id = () => crypto.randomUUID();
  const [catalog, looks, recipeless, gone] = [id(), id(), id(), id()];
  const [tested, untested, unknown] = [id(), id(), id()];
  const model = id();

  beforeAll(async () => {
    test = await testDatabase();
    client = await test.database.pool.connect();
    await client.query('CREATE SCHEMA earlier; SET search_path TO earlier, public');
    const migrations = await readMigrations(MIGRATIONS_DIR);
    const place = migrations.findIndex(({ name }) => name === NAME);
    for (const { sql } of migrations.slice(0, place)) await client.query(sql);
    await writeRows();
    for (const { sql } of migrations.slice(place)) await client.query(sql);
  });
  afterAll(async () => {
    client?.release(true);
    await test?.close();
  });

  async function writeRows(): Promise<void> {
    const write = (sql: string, ...values: unknown[]) => client.query(sql, values);
    await write(
      `INSERT INTO "Catalog" (id, name, "updatedAt") VALUES ($1, 'shop', now())`,
      catalog,
    );
    const recipes = [
      [looks, { matchOn: ['Fabric type', 'baseColour'] }],
      [recipeless, {}],
    ] as const;
    for (const [set, recipe] of recipes) {
      await write(
        `INSERT INTO "TripletSet" (id, "catalogId", name, version, source, recipe)
         VALUES ($1, $2, $3, 1, 'GENERATED', $4)`,
        ...[set, catalog, set, recipe],
      );
    }
    const runs = [
      [tested, looks],
      [untested, looks],
      [unknown, recipeless],
    ];
    for (const [run, set] of runs) {
      await write(
        `INSERT INTO "TrainingRun" (id, name, "tripletSetId", config, seed, "totalEpochs")
         VALUES ($1, 'run', $2, '{}', 1, 1)`,
        ...[run, set],
      );
      for (const name of ['precisionAt10', 'recallAt1', 'mapAtR', 'tripletAccuracy']) {
        await metric(run, 'VAL', name);
      }
      await metric(run, 'TRAIN', 'loss');
    }
    const measured = ['tripletAccuracy', 'precision@10.category', 'mAP@R.category+Fabric type'];
    for (const name of [...measured, 'precision@10.category+Fabric type']) {
      await metric(tested, 'TEST', name);
      await metric(tested, 'TEST', `untrained.${name}`);
    }
    await write(
      `INSERT INTO "ModelVersion"
         (id, name, architecture, source, dimension, preprocessing, artifact, manifest, metrics)
       VALUES ($1, 'm', 'a', 'TRAINED', 2, '{}', 'x', $2, '{"tripletAccuracy": 0.5}')`,
      ...[model, { step: 3, metrics: { precisionAt10: 0.4, tripletAccuracy: 0.5 } }],
    );
    const figures = { 'recall@1.category': 0.1, 'histogram.mAP@R.category+Fabric type': 0.2 };
    for (const set of [looks, gone]) {
      await write(
        `INSERT INTO "Evaluation"
           (id, "modelVersionId", "tripletSetId", split, metrics, report, status)
         VALUES ($1, $2, $3, 'TEST', $4, $5, 'SUCCEEDED')`,
        ...[id(), model, set, figures, report],
      );
    }
  }

  async function metric(run: string | undefined, split: string, name: string): Promise<void> {
    await client.query(
      `INSERT INTO "RunMetric" ("trainingRunId", split, step, epoch, name, value)
       VALUES ($1, $2::"Split", 3, 1, $3, 0.25)`,
      [run, split, name],
    );
  }

  async function measuresOf(run: string, split: string): Promise<string[]> {
    const { rows } = await client.query<{ measure: string; baseline: string }>(
      `SELECT measure, baseline FROM "RunMetric"
       WHERE "trainingRunId" = $1 AND split = $2::"Split" ORDER BY measure, baseline`,
      [run, split],
    );
    for (const { measure } of rows) expect(() => parseMeasure(measure)).not.toThrow();
    return rows.map(({ measure, baseline }) => `${measure} ${baseline}`).sort();
  }

  it('tells measures from baselines', async () => {
    expect(await measuresOf(tested, 'TEST')).toEqual([
      'mapAtR.category+Fabric%20type none',
      'mapAtR.category+Fabric%20type untrained',
      'precision@10.category none',
      'precision@10.category untrained',
      'precision@10.category+Fabric%20type none',
      'precision@10.category+Fabric%20type untrained',
      'tripletAccuracy none',
      'tripletAccuracy untrained',
    ]);
    expect(await measuresOf(tested, 'TRAIN')).toEqual(['loss none']);
  });

  it('names what retrieval while training was judged by, where that is known', async () => {
    const named = (labels: string) => [
      `mapAtR${labels} none`,
      `precision@10${labels} none`,
      `recall@1${labels} none`,
      'tripletAccuracy none',
    ];
    // As the test of the same run names it, as the recipe prescribes it, not at all.
    expect(await measuresOf(tested, 'VAL')).toEqual(named('.category+Fabric%20type'));
    expect(await measuresOf(untested, 'VAL')).toEqual(named('.category+Fabric%20type+colour'));
    expect(await measuresOf(unknown, 'VAL')).toEqual(named(''));
  });

  it('spells the figures of evaluations out; those of a deleted set stay, without it', async () => {
    const { rows } = await client.query<{ metrics: unknown; tripletSetId: string | null }>(
      `SELECT metrics, "tripletSetId" FROM "Evaluation" ORDER BY "tripletSetId" NULLS LAST`,
    );
    expect(rows.map(({ tripletSetId }) => tripletSetId)).toEqual([looks, null]);
    const figures = readFigures(rows[0]?.metrics);
    expect(figures.map(({ metric: of, value }) => [formatMetric(of), value]).sort()).toEqual([
      [`mapAtR.category+Fabric%20type TEST set=${looks} baseline=histogram`, 0.2],
      [`recall@1.category TEST set=${looks}`, 0.1],
    ]);
    await client.query(`DELETE FROM "TripletSet" WHERE id = $1`, [looks]);
    const left = await client.query(`SELECT id FROM "Evaluation"`);
    expect(left.rows).toHaveLength(1);
  });

  it('leaves reports that open, with figures of baselines under their new spelling', async () => {
    const { rows } = await client.query<{ report: unknown }>(`SELECT report FROM "Evaluation"`);
    expect(readReport(rows[0]?.report)).toEqual({
      ...report,
      baselines: {
        histogram: { tripletAccuracy: 0.6, 'mapAtR.category+Fabric%20type': 0.2 },
      },
    });
  });

  it('keeps what a checkpoint says of itself, in today’s spelling', async () => {
    const { rows } = await client.query(`SELECT manifest FROM "ModelVersion"`);
    expect(rows[0]?.manifest).toEqual({
      step: 3,
      metrics: { 'precision@10': 0.4, tripletAccuracy: 0.5 },
    });
  });
});
