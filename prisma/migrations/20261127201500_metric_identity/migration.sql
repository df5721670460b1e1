-- One spelling of a metric everywhere (packages/ml/src/evaluation/metric.ts). Figures of a run stand in
-- RunMetric, those of an evaluation in Evaluation.metrics; what repeated them elsewhere is gone.

ALTER TABLE "RunMetric" RENAME COLUMN "name" TO "measure";
ALTER TABLE "RunMetric" ADD COLUMN "baseline" TEXT NOT NULL DEFAULT 'none';
DROP INDEX "RunMetric_trainingRunId_split_name_step_key";

-- `untrained.precision@10.category` is `precision@10.category` of the baseline `untrained`.
UPDATE "RunMetric" SET
  "baseline" = split_part("measure", '.', 1),
  "measure" = substring("measure" from position('.' in "measure") + 1)
WHERE "measure" ~ '^(untrained|pretrained|histogram)[.]';

UPDATE "RunMetric" SET "measure" = regexp_replace("measure", '^mAP@R', 'mapAtR')
WHERE "measure" LIKE 'mAP@R%';

-- Names of attributes come from feeds: what sets apart the parts of a spelling is written otherwise.
UPDATE "RunMetric" SET "measure" = replace(replace("measure", '%', '%25'), ' ', '%20')
WHERE "measure" ~ '[% ]';

-- Retrieval while training goes on was spelled without what products were matched by: the category with
-- how they look, which the test of the same run names, or else the recipe of its triplet set.
WITH named AS (
  SELECT DISTINCT ON ("trainingRunId")
         "trainingRunId", substring("measure" from '[.](.+)$') AS labels
  FROM "RunMetric"
  WHERE "split" = 'TEST' AND "measure" LIKE 'precision@10.%'
  ORDER BY "trainingRunId", length("measure") DESC
), prescribed AS (
  SELECT r.id AS "trainingRunId", 'category' || coalesce((
    SELECT string_agg('+' || CASE WHEN name ~* 'colou?r' THEN 'colour'
             ELSE replace(replace(replace(name, '%', '%25'), ' ', '%20'), '+', '%2B') END, ''
             ORDER BY place)
    FROM jsonb_array_elements_text(s."recipe" -> 'matchOn') WITH ORDINALITY AS of(name, place)
  ), '') AS labels
  FROM "TrainingRun" r JOIN "TripletSet" s ON s.id = r."tripletSetId"
  WHERE jsonb_typeof(s."recipe" -> 'matchOn') = 'array'
), known AS (
  SELECT r.id, coalesce(n.labels, p.labels) AS labels
  FROM "TrainingRun" r
  LEFT JOIN named n ON n."trainingRunId" = r.id
  LEFT JOIN prescribed p ON p."trainingRunId" = r.id
)
UPDATE "RunMetric" m
SET "measure" = regexp_replace(m."measure", '^(precision|recall)At([0-9]+)$', '\1@\2')
                || coalesce('.' || known.labels, '')
FROM known
WHERE known.id = m."trainingRunId"
  AND m."measure" ~ '^((precision|recall)(At|@)[0-9]+|mapAtR)$';

CREATE UNIQUE INDEX "RunMetric_trainingRunId_split_measure_baseline_step_key"
  ON "RunMetric"("trainingRunId", "split", "measure", "baseline", "step");

-- What a checkpoint measured is RunMetric at its step; what a model version's evaluations measured
-- stands with them, and what its checkpoint did in its manifest.
ALTER TABLE "Checkpoint" DROP COLUMN "metrics";
ALTER TABLE "ModelVersion" DROP COLUMN "metrics";

UPDATE "ModelVersion" SET "manifest" = jsonb_set("manifest", '{metrics}', (
  SELECT coalesce(
    jsonb_object_agg(regexp_replace(key, '^(precision|recall)At([0-9]+)$', '\1@\2'), value), '{}')
  FROM jsonb_each("manifest" -> 'metrics')
))
WHERE jsonb_typeof("manifest" -> 'metrics') = 'object';

-- {"untrained.mAP@R.category": 0.3} is [{"metric": "mapAtR.category TEST set=… baseline=untrained", …}].
ALTER TABLE "Evaluation" ALTER COLUMN "metrics" SET DEFAULT '[]';
UPDATE "Evaluation" e SET "metrics" = (
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'metric',
    regexp_replace(
      replace(replace(
        regexp_replace(key, '^(untrained|pretrained|histogram)[.]', ''), '%', '%25'), ' ', '%20'),
      '^mAP@R', 'mapAtR')
      || ' ' || e."split" || coalesce(' set=' || e."tripletSetId", '')
      || CASE WHEN key ~ '^(untrained|pretrained|histogram)[.]'
              THEN ' baseline=' || split_part(key, '.', 1) ELSE '' END,
    'value', value)), '[]')
  FROM jsonb_each(e."metrics")
)
WHERE jsonb_typeof(e."metrics") = 'object';

-- A figure whose set is gone could not be traced: from now on it goes with its set.
UPDATE "Evaluation" e SET "tripletSetId" = NULL
WHERE NOT EXISTS (SELECT 1 FROM "TripletSet" s WHERE s.id = e."tripletSetId");
ALTER TABLE "Evaluation" ADD CONSTRAINT "Evaluation_tripletSetId_fkey"
  FOREIGN KEY ("tripletSetId") REFERENCES "TripletSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "Evaluation_tripletSetId_idx" ON "Evaluation"("tripletSetId");
