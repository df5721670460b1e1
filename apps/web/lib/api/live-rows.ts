/** How each kind of job is followed; constants, as useLive asks. */

import { ImportPlanPoll, ImportPlanUpdates, ImportRunPoll, ImportRunUpdates } from './catalog';
import { EmbedRunPoll, EmbedRunUpdates } from './embeddings';
import { EvaluationPoll, EvaluationUpdates } from './evaluation';
import type {
  EmbedRunRowFragment,
  ImportPlanFragment,
  ImportRunRowFragment,
  JobStateFragment,
  TrainingProgressFragment,
  TripletSetRowFragment,
} from './generated/graphql';
import { TrainingRunPoll, TrainingRunUpdates } from './training';
import { TripletSetPoll, TripletSetUpdates } from './triplets';

export const importRunSource = {
  updates: ImportRunUpdates,
  poll: ImportRunPoll,
  pick: (answer: { importRun?: ImportRunRowFragment | null }) => answer.importRun,
};

export const importPlanSource = {
  updates: ImportPlanUpdates,
  poll: ImportPlanPoll,
  pick: (answer: { importRun?: ImportPlanFragment | null }) => answer.importRun,
};

export const tripletSetSource = {
  updates: TripletSetUpdates,
  poll: TripletSetPoll,
  pick: (answer: { tripletSet?: TripletSetRowFragment | null }) => answer.tripletSet,
};

export const trainingSource = {
  updates: TrainingRunUpdates,
  poll: TrainingRunPoll,
  pick: (answer: { trainingRun?: TrainingProgressFragment | null }) => answer.trainingRun,
};

export const embedRunSource = {
  updates: EmbedRunUpdates,
  poll: EmbedRunPoll,
  pick: (answer: { embedRun?: EmbedRunRowFragment | null }) => answer.embedRun,
};

export const evaluationSource = {
  updates: EvaluationUpdates,
  poll: EvaluationPoll,
  pick: (answer: { evaluation?: JobStateFragment | null }) => answer.evaluation,
};
