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
          <Origin model={model} />
        </div>
        <ModelActions model={model} busy={run !== null} />
      </div>
      <Coverage model={model} />
      <HeadlineMetrics metrics={model.metrics} />
      <EvaluationLinks model={model} />
      <p className="text-sm">
        <a href={`/models/${model.number}/model.onnx`} className="underline underline-offset-4">
          Download model {model.number} as ONNX
        </a>
      </p>
    </li>
  );
}

function Origin({ model }: { model: ModelVersionRowFragment }) {
  const { trainingRun } = model;
  return (
    <p className="text-muted-foreground text-sm">
      {model.architecture} · <span className="tnum">{formatCount(model.dimension)}</span> numbers ·{' '}
      {trainingRun ? (
        <>
          from run{' '}
          <Link href={`/training/${trainingRun.id}`} className="underline underline-offset-4">
            {trainingRun.name}
          </Link>
        </>
      ) : (
        `${humanize(model.source).toLowerCase()} as ${model.name}`
      )}{' '}
      · <Ago at={model.createdAt} />
    </p>
  );
}

/** How many of all images have a vector of this version. */
function Coverage({ model }: { model: ModelVersionRowFragment }) {
  const { images, embedded, indexed } = model.coverage;
  const share = shareOf(embedded, images);
  return (
    <div className="grid gap-1.5">
      <ProgressBar label={`Images embedded with model ${model.number}`} value={share} />
      <p className="tnum text-muted-foreground text-sm">
        {formatCount(embedded)} of {formatCount(images)} images ({formatPercent(share)}) ·{' '}
        {indexed ? 'indexed' : 'not indexed yet'}
      </p>
    </div>
  );
}

/** The few figures that sum a version up; `metrics` is JSON, numbers by name. */
function HeadlineMetrics({ metrics }: { metrics: unknown }) {
  const shown = headlineMetrics(
    jsonEntries(metrics).flatMap(([name, value]): [string, number][] =>
      typeof value === 'number' ? [[name, value]] : [],
    ),
  );
  if (shown.length === 0) return null;
  return (
    <dl className="tnum flex flex-wrap gap-x-6 gap-y-2 text-sm">
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt className="text-muted-foreground text-xs">{metricLabel(name)}</dt>
          <dd className="font-medium">
            {isShare(name) ? formatPercent(value, 1) : formatMetric(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
