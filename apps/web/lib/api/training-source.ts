import type { TrainingProgressFragment } from '@/lib/api/generated/graphql';
import { TrainingRunPoll, TrainingRunUpdates } from '@/lib/api/training';

/** How a training run is followed; a constant, as useLive asks. */
export const trainingSource = {
  updates: TrainingRunUpdates,
  poll: TrainingRunPoll,
  pick: (answer: { trainingRun?: TrainingProgressFragment | null }) => answer.trainingRun,
};
