-- Figures of baselines in reports, in the one spelling of metrics: mAP@R.category is mapAtR.category.
UPDATE "Evaluation" SET "report" = jsonb_set("report", '{baselines}', (
  SELECT coalesce(jsonb_object_agg(baseline.key, (
    SELECT coalesce(jsonb_object_agg(
      regexp_replace(replace(replace(figure.key, '%', '%25'), ' ', '%20'), '^mAP@R', 'mapAtR'),
      figure.value), '{}')
    FROM jsonb_each(baseline.value) AS figure
  )), '{}')
  FROM jsonb_each("report" -> 'baselines') AS baseline
))
WHERE jsonb_typeof("report" -> 'baselines') = 'object';
