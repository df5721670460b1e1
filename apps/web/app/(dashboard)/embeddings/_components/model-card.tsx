import Link from 'next/link';
import { Ago } from '@/components/shared/ago';
import { Badge } from '@/components/ui/badge';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { EmbedRunRowFragment, ModelVersionRowFragment } from '@/lib/api/generated/graphql';
import {
  formatCount,
  formatMetric,
  formatPercent,
  humanize,
  jsonEntries,
  shareOf,
} from '@/lib/format';
import { headlineMetrics, isShare, metricLabel } from '@/lib/metrics';
import { EvaluationLinks } from './evaluation-links';
import { ModelActions } from './model-actions';

interface ModelCardProps {
  model: ModelVersionRowFragment;
  /** The embedding run under way for this version. */
  run: EmbedRunRowFragment | null;
}

/** One model version: where it comes from, how much it covers, what it serves as. */
export function ModelCard({ model, run }: ModelCardProps) {
  const { images, embedded, indexed } = model.coverage;
  const metrics = headlineMetrics(
    jsonEntries(model.metrics).flatMap(([name, value]): [string, number][] =>
      typeof value === 'number' ? [[name, value]] : [],
    ),
  );
  return (
    <li className="grid content-start gap-4 rounded-lg border bg-card p-4 sm:p-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="flex flex-wrap items-center gap-2 font-semibold text-lg">
            <span className="tnum">Model {model.number}</span>
            {model.aliases.map((alias) => (
              <Badge key={alias} tone="positive">
                {alias}
              </Badge>
            ))}
          </h2>
          <p className="text-muted-foreground text-sm">
            {model.architecture} · <span className="tnum">{formatCount(model.dimension)}</span>{' '}
            numbers ·{' '}
            {model.trainingRun ? (
              <>
                from run{' '}
                <Link
                  href={`/training/${model.trainingRun.id}`}
                  className="underline underline-offset-4"
                >
                  {model.trainingRun.name}
                </Link>
              </>
            ) : (
              `${humanize(model.source).toLowerCase()} as ${model.name}`
            )}{' '}
            · <Ago at={model.createdAt} />
          </p>
        </div>
        <ModelActions model={model} busy={run !== null} />
      </div>
      <div className="grid gap-1.5">
        <ProgressBar
          label={`Images embedded with model ${model.number}`}
          value={shareOf(embedded, images)}
        />
        <p className="tnum text-muted-foreground text-sm">
          {formatCount(embedded)} of {formatCount(images)} images (
          {formatPercent(shareOf(embedded, images))}) · {indexed ? 'indexed' : 'not indexed yet'}
        </p>
      </div>
      {metrics.length > 0 ? (
        <dl className="tnum flex flex-wrap gap-x-6 gap-y-2 text-sm">
          {metrics.map(([name, value]) => (
            <div key={name}>
              <dt className="text-muted-foreground text-xs">{metricLabel(name)}</dt>
              <dd className="font-medium">
                {isShare(name) ? formatPercent(value, 1) : formatMetric(value)}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      <EvaluationLinks model={model} />
      <p className="text-sm">
        <a href={`/models/${model.number}/model.onnx`} className="underline underline-offset-4">
          Download model {model.number} as ONNX
        </a>
      </p>
    </li>
  );
}
