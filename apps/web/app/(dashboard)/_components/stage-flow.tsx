import { ProgressBar } from '@/components/ui/progress-bar';
import type {
  OverviewQuery,
  RetrievalRowFragment,
  SampleTripletsQuery,
} from '@/lib/api/generated/graphql';
import { formatCompact, formatPercent, plural, shareOf } from '@/lib/format';
import { Sparkline } from './sparkline';
import { Pictures, StageCard } from './stage-card';

type Triplet = SampleTripletsQuery['sampleTriplets'][number];
type Model = OverviewQuery['status']['productionModel'];

interface StageFlowProps {
  overview: OverviewQuery;
  triplet: Triplet | null;
  retrieval: RetrievalRowFragment | null;
}

const layout =
  'grid gap-4 sm:grid-cols-2 sm:max-lg:[&>li:last-child]:col-span-2 lg:max-xl:grid-cols-6 lg:max-xl:[&>li]:col-span-2 lg:max-xl:[&>li:nth-child(n+4)]:col-span-3 xl:grid-cols-5';

/** The five stages from left to right, each with a glimpse of what it holds. */
export function StageFlow({ overview, triplet, retrieval }: StageFlowProps) {
  const model = overview.status.productionModel;
  return (
    <ol className={layout}>
      <CatalogStage overview={overview} />
      <TripletsStage overview={overview} triplet={triplet} />
      <TrainingStage overview={overview} />
      <EmbeddingsStage model={model} />
      <SimilarStage model={model} retrieval={retrieval} />
    </ol>
  );
}

function CatalogStage({ overview: { status, products } }: { overview: OverviewQuery }) {
  return (
    <StageCard
      name="Catalog"
      href="/catalog"
      state={status.products > 0 ? 'ready' : 'empty'}
      figure={formatCompact(status.products)}
      unit={status.products === 1 ? 'product' : 'products'}
      detail={status.products > 0 ? plural(status.images, 'image') : 'Import a CSV and its images.'}
    >
      <Pictures
        pictures={products.nodes.map((product) => ({
          key: product.id,
          src: product.primaryImage?.image.thumbnailUrl,
        }))}
      />
    </StageCard>
  );
}

function TripletsStage(props: { overview: OverviewQuery; triplet: Triplet | null }) {
  const { status } = props.overview;
  const frames = {
    query: 'border-query/70',
    positive: 'border-positive/70',
    negative: 'border-negative/70',
  };
  const parts = ['query', 'positive', 'negative'] as const;
  const { triplet } = props;
  return (
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
            ? parts.map((part) => ({
                key: part,
                src: triplet[part].thumbnailUrl,
                frame: frames[part],
              }))
            : []
        }
      />
    </StageCard>
  );
}

function TrainingStage({ overview: { status, trainingRuns } }: { overview: OverviewQuery }) {
  const run = trainingRuns.nodes[0];
  return (
    <StageCard
      name="Training"
      href="/training"
      state={status.runningTrainingRun ? 'running' : status.trainingRuns > 0 ? 'ready' : 'empty'}
      figure={formatCompact(status.trainingRuns)}
      unit={status.trainingRuns === 1 ? 'run' : 'runs'}
      detail={run ? `Loss of ${run.name}` : 'Learns what looks alike.'}
    >
      <Sparkline
        values={run?.metrics[0]?.points.map((point) => point.value) ?? []}
        className="h-12 w-full"
      />
    </StageCard>
  );
}

function EmbeddingsStage({ model }: { model: Model }) {
  const covered = model ? shareOf(model.coverage.embedded, model.coverage.images) : 0;
  return (
    <StageCard
      name="Embeddings"
      href="/embeddings"
      state={serves(model) ? 'ready' : model ? 'partial' : 'empty'}
      figure={model ? formatPercent(covered) : '–'}
      unit={model ? 'of images' : ''}
      detail={
        model ? `Model ${model.number}, ${model.dimension} numbers, serves` : 'No model serves yet.'
      }
    >
      <div className="grid h-12 content-center">
        <ProgressBar
          label="Images embedded with the serving model"
          value={covered}
          className="h-2"
        />
      </div>
    </StageCard>
  );
}

function SimilarStage(props: { model: Model; retrieval: RetrievalRowFragment | null }) {
  const ready = serves(props.model);
  const { retrieval } = props;
  return (
    <StageCard
      name="Similar"
      href="/similar"
      state={ready ? 'ready' : props.model ? 'partial' : 'empty'}
      figure={ready ? 'Ready' : '–'}
      unit=""
      detail={ready ? 'Ask with a product or a photo' : 'Answers once a model serves.'}
    >
      <Pictures
        pictures={
          retrieval
            ? [
                { key: 'query', src: retrieval.query.thumbnailUrl, frame: 'border-query/70' },
                ...retrieval.results.map(({ image }) => ({
                  key: image.id,
                  src: image.thumbnailUrl,
                })),
              ]
            : []
        }
      />
    </StageCard>
  );
}

/** Whether every image has a vector of the promoted model, in its index. */
function serves(model: Model): boolean {
  return Boolean(model?.coverage.indexed && model.coverage.embedded >= model.coverage.images);
}
