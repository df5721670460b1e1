import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Photo } from '@/components/photo';
import { StateMark } from '@/components/stage-nav';
import { Progress } from '@/components/ui/progress';
import type {
  OverviewQuery,
  RetrievalRowFragment,
  SampleTripletsQuery,
} from '@/lib/api/generated/graphql';
import { cn } from '@/lib/class-names';
import { formatCompact, formatPercent, plural, share } from '@/lib/format';
import { type StageState, stateWords } from '@/lib/stages';
import { Sparkline } from './sparkline';

interface StageFlowProps {
  overview: OverviewQuery;
  triplet: SampleTripletsQuery['sampleTriplets'][number] | null;
  retrieval: RetrievalRowFragment | null;
}

/** The five stages from left to right, each with a glimpse of what it holds. */
export function StageFlow({ overview, triplet, retrieval }: StageFlowProps) {
  const { status, products, trainingRuns } = overview;
  const run = trainingRuns.nodes[0];
  const loss = run?.metrics[0]?.points.map((point) => point.value) ?? [];
  const model = status.productionModel;
  const covered = model ? share(model.coverage.embedded, model.coverage.images) : 0;
  const serves = model !== null && model !== undefined && covered === 1 && model.coverage.indexed;
  return (
    <ol className="grid gap-4 sm:grid-cols-2 sm:max-lg:[&>li:last-child]:col-span-2 lg:max-xl:grid-cols-6 lg:max-xl:[&>li]:col-span-2 lg:max-xl:[&>li:nth-child(n+4)]:col-span-3 xl:grid-cols-5">
      <StageCard
        name="Catalog"
        href="/catalog"
        state={status.products > 0 ? 'ready' : 'empty'}
        figure={formatCompact(status.products)}
        unit={status.products === 1 ? 'product' : 'products'}
        detail={
          status.products > 0 ? plural(status.images, 'image') : 'Import a CSV and its images.'
        }
      >
        <Pictures
          pictures={products.nodes.map((product) => ({
            key: product.id,
            src: product.primaryImage?.image.thumbnailUrl,
          }))}
          places={3}
        />
      </StageCard>
      <StageCard
        name="Triplets"
        href="/triplets"
        state={status.triplets > 0 ? 'ready' : 'empty'}
        figure={formatCompact(status.triplets)}
        unit="triplets"
        detail={
          status.tripletSets > 0
            ? `in ${plural(status.tripletSets, 'set')}`
            : 'Query, positive, negative.'
        }
      >
        <Pictures
          pictures={
            triplet
              ? [
                  { key: 'q', src: triplet.query.thumbnailUrl, frame: 'border-query/70' },
                  { key: 'p', src: triplet.positive.thumbnailUrl, frame: 'border-positive/70' },
                  { key: 'n', src: triplet.negative.thumbnailUrl, frame: 'border-negative/70' },
                ]
              : []
          }
          places={3}
        />
      </StageCard>
      <StageCard
        name="Training"
        href="/training"
        state={status.runningTrainingRun ? 'running' : status.trainingRuns > 0 ? 'ready' : 'empty'}
        figure={formatCompact(status.trainingRuns)}
        unit={status.trainingRuns === 1 ? 'run' : 'runs'}
        detail={run ? `Loss of ${run.name}` : 'Learns what looks alike.'}
      >
        <Sparkline values={loss} className="h-12 w-full" />
      </StageCard>
      <StageCard
        name="Embeddings"
        href="/embeddings"
        state={serves ? 'ready' : model ? 'partial' : 'empty'}
        figure={model ? formatPercent(covered) : '0'}
        unit={model ? 'of images' : 'model versions'}
        detail={
          model
            ? `Model ${model.number}, ${model.dimension} numbers, serves`
            : 'Every image as a point.'
        }
      >
        <div className="grid h-12 content-center">
          <Progress
            label="Images embedded with the serving model"
            value={covered}
            className="h-2"
          />
        </div>
      </StageCard>
      <StageCard
        name="Similar"
        href="/similar"
        state={serves ? 'ready' : model ? 'partial' : 'empty'}
        figure={serves ? 'Ready' : '–'}
        unit=""
        detail={serves ? 'Ask with a product or a photo' : 'Answers once a model serves.'}
      >
        <Pictures
          pictures={
            retrieval
              ? [
                  {
                    key: 'query',
                    src: retrieval.query.thumbnailUrl,
                    frame: 'border-query/70',
                  },
                  ...retrieval.results.map((result) => ({
                    key: result.image.id,
                    src: result.image.thumbnailUrl,
                  })),
                ]
              : []
          }
          places={3}
        />
      </StageCard>
    </ol>
  );
}

interface StageCardProps {
  name: string;
  href: string;
  state: StageState;
  figure: string;
  unit: string;
  detail: string;
  children: ReactNode;
}

function StageCard({ name, href, state, figure, unit, detail, children }: StageCardProps) {
  return (
    <li className="group relative grid grid-cols-[minmax(0,1fr)] content-start gap-3 rounded-lg border bg-card p-4 transition-colors hover:border-ring/60">
      <h2 className="flex items-center gap-2 font-medium">
        <StateMark state={state} className="bg-card" />
        <Link
          href={href}
          className="outline-none after:absolute after:inset-0 after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-ring"
        >
          {name}
          <span className="sr-only">, {stateWords[state]}</span>
        </Link>
        <ArrowRight
          aria-hidden
          className="ml-auto size-4 text-muted-foreground/60 transition-transform group-hover:translate-x-0.5"
        />
      </h2>
      {children}
      <p className="tnum leading-tight">
        <span
          className={cn(
            'font-semibold text-2xl tracking-tight',
            state === 'empty' && 'text-muted-foreground',
          )}
        >
          {figure}
        </span>{' '}
        <span className="text-sm">{unit}</span>
        <span className="mt-1 line-clamp-2 block text-muted-foreground text-sm leading-snug">
          {detail}
        </span>
      </p>
    </li>
  );
}

interface PicturesProps {
  pictures: { key: string; src: string | null | undefined; frame?: string }[];
  places: number;
}

/** A row of small pictures; empty places are kept, so that cards stay aligned. */
function Pictures({ pictures, places }: PicturesProps) {
  const empty = Math.max(0, places - pictures.length);
  return (
    <div aria-hidden className="flex h-12 gap-1">
      {pictures.slice(0, places).map(({ key, src, frame }) => (
        <Photo
          key={key}
          src={src}
          alt=""
          eager
          className={cn('size-12 shrink-0 rounded-md', frame && 'border-2', frame)}
        />
      ))}
      {['a', 'b', 'c'].slice(0, empty).map((key) => (
        <span key={key} className="size-12 shrink-0 rounded-md border border-dashed" />
      ))}
    </div>
  );
}
