import type { Pool } from 'pg';
import type { Split } from '../../../../prisma/client/enums.ts';

export interface NewMetric {
  split: Split;
  step: number;
  epoch: number;
  name: string;
  value: number;
}

export interface MetricPoint {
  step: number;
  epoch: number;
  value: number;
  at: Date;
}

export interface MetricSeries {
  split: Split;
  name: string;
  points: MetricPoint[];
}

export type MetricValue = Pick<NewMetric, 'split' | 'name' | 'step' | 'value'>;

export function createMetricStore(pool: Pool) {
  return {
    /** One statement; a value measured again at the same step replaces the old one. */
    async insertMetrics(runId: string, metrics: readonly NewMetric[]): Promise<void> {
      if (metrics.length === 0) return;
      await pool.query(
        `INSERT INTO "RunMetric" ("trainingRunId", split, step, epoch, name, value)
         SELECT $1::uuid, m.split::"Split", m.step, m.epoch, m.name, m.value
         FROM unnest($2::text[], $3::int[], $4::int[], $5::text[], $6::float8[])
              AS m(split, step, epoch, name, value)
         ON CONFLICT ("trainingRunId", split, name, step)
         DO UPDATE SET value = excluded.value, epoch = excluded.epoch, "createdAt" = now()`,
        [
          runId,
          metrics.map((metric) => metric.split),
          metrics.map((metric) => metric.step),
          metrics.map((metric) => metric.epoch),
          metrics.map((metric) => metric.name),
          metrics.map((metric) => metric.value),
        ],
      );
    },

    /** What was measured after the checkpoint that a run goes on from never happened. */
    async deleteMetricsAfter(runId: string, step: number): Promise<void> {
      await pool.query(`DELETE FROM "RunMetric" WHERE "trainingRunId" = $1 AND step > $2`, [
        runId,
        step,
      ]);
    },

    /**
     * Curves by run, each thinned to at most `points`, evenly, first and last point kept: of n
     * rows, row i stays where floor(i (points - 1) / (n - 1)) is larger than for row i - 1.
     */
    async metricSeries(
      runIds: readonly string[],
      request: { names: readonly string[] | null; split: Split | null; points: number },
    ): Promise<Map<string, MetricSeries[]>> {
      const { rows } = await pool.query<SeriesRow>(
        `SELECT "trainingRunId" AS "runId", split, name, step, epoch, value, "createdAt" AS at
         FROM (
           SELECT "trainingRunId", split, name, step, epoch, value, "createdAt",
                  (row_number() OVER series - 1)::bigint AS i,
                  count(*) OVER (PARTITION BY "trainingRunId", split, name) AS n
           FROM "RunMetric"
           WHERE "trainingRunId" = ANY($1::uuid[])
             AND ($2::text[] IS NULL OR name = ANY($2))
             AND ($3::text IS NULL OR split = $3::"Split")
           WINDOW series AS (PARTITION BY "trainingRunId", split, name ORDER BY step)
         ) AS numbered
         WHERE n <= $4::bigint OR i = 0
            OR i * ($4::bigint - 1) / (n - 1) > (i - 1) * ($4::bigint - 1) / (n - 1)
         ORDER BY "trainingRunId", split, name, step`,
        [runIds, request.names, request.split, request.points],
      );
      const byRun = Map.groupBy(rows, ({ runId }) => runId);
      return new Map([...byRun].map(([runId, of]) => [runId, toSeries(of)]));
    },

    /** The last value of every metric, by run. */
    async lastMetrics(runIds: readonly string[]): Promise<Map<string, MetricValue[]>> {
      const { rows } = await pool.query<MetricValue & { runId: string }>(
        `SELECT DISTINCT ON ("trainingRunId", split, name)
                "trainingRunId" AS "runId", split, name, step, value
         FROM "RunMetric" WHERE "trainingRunId" = ANY($1::uuid[])
         ORDER BY "trainingRunId", split, name, step DESC`,
        [runIds],
      );
      const byRun = new Map<string, MetricValue[]>(runIds.map((id) => [id, []]));
      for (const { runId, ...value } of rows) byRun.get(runId)?.push(value);
      return byRun;
    },
  };
}

interface SeriesRow extends MetricPoint, Pick<NewMetric, 'split' | 'name'> {
  runId: string;
}

function toSeries(rows: readonly SeriesRow[]): MetricSeries[] {
  const series: MetricSeries[] = [];
  for (const { runId: _, split, name, ...point } of rows) {
    const last = series.at(-1);
    if (last?.split === split && last.name === name) last.points.push(point);
    else series.push({ split, name, points: [point] });
  }
  return series;
}
