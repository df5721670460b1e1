import type { ServiceDeps } from '../deps.ts';
import type { ModelVersion } from '../embeddings/models/modelVersion.ts';
import type { EmbeddingsService } from '../embeddings/service.ts';
import type { Env } from '../env.ts';
import { describeError } from '../errors.ts';
import { encodeId } from '../globalIds.ts';
import type { TrainingService } from '../training/service.ts';
import type { TrainingRun } from '../training/trainingRun.ts';
import { probeBackend } from './backendProbe.ts';
import { type NextStep, nextSteps } from './nextSteps.ts';
import { type ActivityRow, type Counts, createStatusStore, type StatusStore } from './store.ts';

export type StatusService = ReturnType<typeof createStatusService>;

export interface SystemStatus extends Counts {
  readonly productionModel: ModelVersion | null;
  readonly runningTrainingRun: TrainingRun | null;
  /** What waits or runs in any stage; dry runs are left out. */
  readonly underWay: readonly Activity[];
  readonly nextSteps: readonly NextStep[];
}

export interface Activity extends Pick<ActivityRow, 'at' | 'kind' | 'status' | 'title' | 'error'> {
  /** Global id of the run or set. */
  readonly subjectId: string;
}

export interface Doctor {
  readonly backend: string;
  readonly database: string;
  readonly embedded: boolean;
  readonly pgvector: string;
  /** What would make it faster, or what is wrong, in sentences. */
  readonly advice: readonly string[];
}

const SUBJECT_TYPES = {
  IMPORT: 'ImportRun',
  TRIPLETS: 'TripletSet',
  TRAINING: 'TrainingRun',
  EMBEDDING: 'EmbedRun',
  EVALUATION: 'Evaluation',
} as const satisfies Record<ActivityRow['kind'], string>;

/** Images from which on a Postgres server pays: the embedded index takes minutes to build. */
const MANY_IMAGES = 50_000;

export interface StatusDeps extends ServiceDeps {
  readonly embeddings: EmbeddingsService;
  readonly training: TrainingService;
}

/** What state the system is in, what to do next, and what it runs on. */
export function createStatusService(deps: StatusDeps) {
  const store = createStatusStore(deps.database);
  const backend = createBackendReport(deps.env);
  return {
    overview: () => overview(deps, store),

    async activity(count = 12): Promise<Activity[]> {
      return (await store.latestActivity(count)).map(activityOf);
    },

    async doctor(): Promise<Doctor> {
      const { name, advice } = await backend();
      const { version, images } = await store.serverFacts();
      const { kind, pgvectorVersion } = deps.database;
      const embedded = kind === 'embedded';
      const server = 'Set DATABASE_URL to a Postgres server: with this many images it is faster.';
      return {
        ...{ backend: name, database: `Postgres ${version}`, embedded, pgvector: pgvectorVersion },
        advice: embedded && images > MANY_IMAGES ? [...advice, server] : advice,
      };
    },
  };
}

async function overview(
  { embeddings: { models }, training }: StatusDeps,
  store: StatusStore,
): Promise<SystemStatus> {
  const counts = await store.countEverything();
  const running = await training.findUnfinishedRun();
  const underWay = await store.workUnderWay();
  const production = await models.findProduction();
  const model = production ?? (await models.list())[0] ?? null;
  const coverage = model && (await models.coverage([model.number])).get(model.number);
  const serves = production !== null && (coverage?.embedded ?? 0) > 0;
  return {
    ...counts,
    productionModel: production,
    runningTrainingRun: running,
    underWay: underWay.map(activityOf),
    nextSteps: nextSteps({ counts, underWay, model, serves, coverage: coverage ?? undefined }),
  };
}

function activityOf({ at, kind, status, title, error, id }: ActivityRow): Activity {
  return { at, kind, status, title, error, subjectId: encodeId(SUBJECT_TYPES[kind], id) };
}

/** The machine does not change while the process lives; a failed probe is tried again. */
function createBackendReport(env: Env) {
  let probing: ReturnType<typeof probeBackend> | undefined;
  return async (): Promise<{ name: string; advice: readonly string[] }> => {
    probing ??= probeBackend(env);
    try {
      const { name, version, device, advice } = await probing;
      return { name: [name, version, device].filter(Boolean).join(', '), advice };
    } catch (error) {
      probing = undefined;
      return { name: 'none', advice: [describeError(error).message] };
    }
  };
}
