import { ProgressBar } from '@/components/ui/progress-bar';
import type {
  OverviewQuery,
  RetrievalRowFragment,
  SampleTripletsQuery,
} from '@/lib/api/generated/graphql';
import { formatCompact, formatPercent, plural, shareOf } from '@/lib/format';
import { servingWords } from '@/lib/overview/serving';
import { type StageState, stageStates } from '@/lib/stages';
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
  const { catalog, triplets, training, embeddings, similar } = stageStates(overview);
  return (
    <ol className={layout}>
      <CatalogStage state={catalog.state} overview={overview} />
      <TripletsStage state={triplets.state} overview={overview} triplet={triplet} />
      <TrainingStage state={training.state} overview={overview} />
      <EmbeddingsStage state={embeddings.state} model={model} />
      <SimilarStage state={similar.state} model={model} retrieval={retrieval} />
    </ol>
  );
}

interface StageProps {
  state: StageState;
  overview: OverviewQuery;
}

function CatalogStage({ state, overview: { status, products } }: StageProps) {
  return (
    <StageCard
      name="Catalog"
      href="/catalog"
      state={state}
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

function TripletsStage(props: StageProps & { triplet: Triplet | null }) {
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
      state={props.state}
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

function TrainingStage({ state, overview: { status, trainingRuns } }: StageProps) {
  const run = trainingRuns.nodes[0];
  return (
    <StageCard
      name="Training"
      href="/training"
      state={state}
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

function EmbeddingsStage({ state, model }: { state: StageState; model: Model }) {
  const covered = model ? shareOf(model.coverage.embedded, model.coverage.images) : 0;
  return (
    <StageCard
      name="Embeddings"
      href="/embeddings"
      state={state}
      figure={model ? formatPercent(covered) : '–'}
      unit={model ? 'of images' : ''}
      detail={
        model ? `by model ${model.number}, ${model.dimension} dimensions` : 'No model serves yet.'
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

interface SimilarStageProps {
  state: StageState;
  model: Model;
  retrieval: RetrievalRowFragment | null;
}

function SimilarStage({ state, model, retrieval }: SimilarStageProps) {
  const serving = servingWords(model);
  return (
    <StageCard name="Similar" href="/similar" state={state} {...serving}>
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
