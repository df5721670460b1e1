/** Figures and curves of runs, by SQL: there are many rows of few runs. */
import { type Figure, type Metric, parseMeasure } from '@semblance/ml';
import type { Pool } from 'pg';
import type { Split } from '../../../../prisma/client/enums.ts';

export interface MetricPoint {
  step: number;
  epoch: number;
  value: number;
  at: Date;
}

/** How a metric went over a run; of no checkpoint, since there are many steps. */
export interface MetricSeries {
  metric: Metric;
  points: MetricPoint[];
}

/** A figure of a run, and the step at which it was measured. */
export interface RunFigure extends Figure {
  step: number;
}

export interface SeriesRequest {
  /** Names of metrics, whatever their cut-off and labels; null for all. */
  names: readonly string[] | null;
  split: Split | null;
  points: number;
}

/** What a row says of its metric; the set is the run's. */
interface MetricColumns extends Pick<Metric, 'split' | 'checkpoint' | 'tripletSet' | 'baseline'> {
  /** What was asked for: a run or a checkpoint. */
  key: string;
  measure: string;
}

type FigureRow = MetricColumns & { step: number; value: number };
type PointRow = MetricColumns & MetricPoint;

/**
 * Curves by run, each thinned to at most `points`, evenly, first and last point kept: of n rows,
 * row i stays where floor(i (points - 1) / (n - 1)) is larger than for row i - 1.
 */
export async function metricSeries(
  pool: Pool,
  runIds: readonly string[],
  request: SeriesRequest,
): Promise<Map<string, MetricSeries[]>> {
  const { rows } = await pool.query<PointRow>(
    `SELECT run.id AS key, run."tripletSetId" AS "tripletSet", NULL AS checkpoint,
            split, measure, baseline, point.step, point.epoch, value, at
     FROM (
       SELECT "trainingRunId", split, measure, baseline, step, epoch, value, "createdAt" AS at,
              (row_number() OVER series - 1)::bigint AS i,
              count(*) OVER (PARTITION BY "trainingRunId", split, measure, baseline) AS n
       FROM "RunMetric"
       WHERE "trainingRunId" = ANY($1::uuid[])
         AND ($2::text[] IS NULL OR substring(measure from '^[a-zA-Z]+') = ANY($2))
         AND ($3::text IS NULL OR split = $3::"Split")
       WINDOW series AS (PARTITION BY "trainingRunId", split, measure, baseline ORDER BY step)
     ) AS point JOIN "TrainingRun" run ON run.id = point."trainingRunId"
     WHERE n <= $4::bigint OR i = 0
        OR i * ($4::bigint - 1) / (n - 1) > (i - 1) * ($4::bigint - 1) / (n - 1)
     ORDER BY run.id, split, measure, baseline, point.step`,
    [runIds, request.names, request.split, request.points],
  );
  const byRun = Map.groupBy(rows, ({ key }) => key);
  return new Map([...byRun].map(([id, of]) => [id, toSeries(of)]));
}

function toSeries(rows: readonly PointRow[]): MetricSeries[] {
  const curves = Map.groupBy(rows, (row) => [row.split, row.measure, row.baseline].join(' '));
  return [...curves.values()].map((curve) => ({
    metric: metricOf(curve[0] as PointRow),
    points: curve.map(({ step, epoch, value, at }) => ({ step, epoch, value, at })),
  }));
}

/**
 * The last value of every metric and, of what is measured of whole models, the value at the BEST
 * checkpoint; by run. What steps measure on the way (TRAIN) is of no checkpoint.
 */
export async function lastMetrics(
  pool: Pool,
  runIds: readonly string[],
): Promise<Map<string, RunFigure[]>> {
  const { rows } = await pool.query<FigureRow>(
    `WITH figure AS (
       (SELECT DISTINCT ON ("trainingRunId", split, measure, baseline)
               "trainingRunId", split, measure, baseline, step, value
        FROM "RunMetric" WHERE "trainingRunId" = ANY($1::uuid[])
        ORDER BY "trainingRunId", split, measure, baseline, step DESC)
       UNION
       SELECT m."trainingRunId", split, measure, baseline, m.step, value
       FROM "Checkpoint" best
       JOIN "RunMetric" m ON m."trainingRunId" = best."trainingRunId" AND m.step = best.step
       WHERE best."trainingRunId" = ANY($1::uuid[]) AND best.kind = 'BEST' AND split <> 'TRAIN'
     )
     SELECT run.id AS key, run."tripletSetId" AS "tripletSet", split, measure, baseline,
            figure.step, value,
            CASE WHEN split = 'TRAIN' THEN NULL
                 WHEN figure.step = best.step THEN 'BEST'
                 WHEN figure.step = latest.step THEN 'LATEST' END AS checkpoint
     FROM figure
     JOIN "TrainingRun" run ON run.id = figure."trainingRunId"
     LEFT JOIN "Checkpoint" best ON best."trainingRunId" = run.id AND best.kind = 'BEST'
     LEFT JOIN "Checkpoint" latest ON latest."trainingRunId" = run.id AND latest.kind = 'LATEST'
     ORDER BY run.id, split, measure, baseline, figure.step`,
    [runIds],
  );
  return figuresByKey(runIds, rows);
}

/** What the validation split said of each checkpoint, by the checkpoint's id. */
export async function checkpointMetrics(
  pool: Pool,
  ids: readonly string[],
): Promise<Map<string, RunFigure[]>> {
  const { rows } = await pool.query<FigureRow>(
    `SELECT c.id AS key, run."tripletSetId" AS "tripletSet", m.split, m.measure, m.baseline,
            m.step, m.value, c.kind AS checkpoint
     FROM "Checkpoint" c
     JOIN "TrainingRun" run ON run.id = c."trainingRunId"
     JOIN "RunMetric" m ON m."trainingRunId" = run.id AND m.step = c.step AND m.split = 'VAL'
     WHERE c.id = ANY($1::uuid[])
     ORDER BY c.id, m.measure, m.baseline`,
    [ids],
  );
  return figuresByKey(ids, rows);
}

function figuresByKey(
  keys: readonly string[],
  rows: readonly FigureRow[],
): Map<string, RunFigure[]> {
  const byKey = new Map<string, RunFigure[]>(keys.map((key) => [key, []]));
  for (const row of rows) {
    const { key, step, value } = row;
    byKey.get(key)?.push({ metric: metricOf(row), step, value });
  }
  return byKey;
}

function metricOf({ measure, split, checkpoint, tripletSet, baseline }: MetricColumns): Metric {
  return { ...parseMeasure(measure), split, checkpoint, tripletSet, baseline };
}
