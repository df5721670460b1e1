import Link from 'next/link';
import { Ago } from '@/components/shared/ago';
import { MetricChip } from '@/components/shared/metric-chip';
import { Badge } from '@/components/ui/badge';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { EmbedRunRowFragment, ModelVersionRowFragment } from '@/lib/api/generated/graphql';
import { headlinesOf } from '@/lib/embeddings/headlines';
import { formatCount, formatPercent, humanize, shareOf } from '@/lib/format';
import { type Figure, formatFigure } from '@/lib/metrics';
import { splitWord } from '@/lib/splits';
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
      <HeadlineFigures figures={model.metrics} />
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
      {model.architecture} · <span className="tnum">{formatCount(model.dimension)}</span> dimensions
      ·{' '}
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

/** The few figures that sum a version up, and what they were measured on. */
function HeadlineFigures({ figures }: { figures: readonly Figure[] }) {
  const headlines = headlinesOf(figures);
  if (!headlines) return null;
  const { split, tripletSet } = headlines.on;
  return (
    <div className="grid gap-1.5 text-sm">
      <p className="text-muted-foreground text-xs">
        On the {splitWord(split)} split of{' '}
        {tripletSet ? (
          <Link href={`/triplets/${tripletSet.id}`} className="underline underline-offset-4">
            {tripletSet.name} v{tripletSet.version}
          </Link>
        ) : (
          'a triplet set that is not here'
        )}
      </p>
      <dl className="tnum flex flex-wrap gap-x-6 gap-y-2">
        {headlines.figures.map(({ metric, value }) => (
          <div key={metric.key}>
            <dt className="text-muted-foreground text-xs">
              <MetricChip metric={metric} without={['split', 'tripletSet']} />
            </dt>
            <dd className="font-medium">{formatFigure(metric, value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
