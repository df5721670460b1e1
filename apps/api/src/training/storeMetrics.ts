import type { Baseline } from '@semblance/ml';
import type { Pool } from 'pg';
import type { Split } from '../../../../prisma/client/enums.ts';
import { bindTo } from '../database/bindTo.ts';
import * as reading from './readMetrics.ts';

export interface NewMetric {
  split: Split;
  step: number;
  epoch: number;
  /** As formatMeasure spells it. */
  measure: string;
  /** What was judged in place of the model; by default nothing was. */
  baseline?: Baseline;
  value: number;
}

export function createMetricStore(pool: Pool) {
  return {
    ...bindTo(pool, reading),

    /** One statement; a value measured again at the same step replaces the old one. */
    async insertMetrics(runId: string, metrics: readonly NewMetric[]): Promise<void> {
      if (metrics.length === 0) return;
      await pool.query(
        `INSERT INTO "RunMetric" ("trainingRunId", split, step, epoch, measure, baseline, value)
         SELECT $1::uuid, m.split::"Split", m.step, m.epoch, m.measure, m.baseline, m.value
         FROM unnest($2::text[], $3::int[], $4::int[], $5::text[], $6::text[], $7::float8[])
              AS m(split, step, epoch, measure, baseline, value)
         ON CONFLICT ("trainingRunId", split, measure, baseline, step)
         DO UPDATE SET value = excluded.value, epoch = excluded.epoch, "createdAt" = now()`,
        [
          runId,
          metrics.map((metric) => metric.split),
          metrics.map((metric) => metric.step),
          metrics.map((metric) => metric.epoch),
          metrics.map((metric) => metric.measure),
          metrics.map((metric) => metric.baseline ?? 'none'),
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
  };
}
