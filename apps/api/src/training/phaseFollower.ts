import type { RunningJob } from '../jobs/runJob.ts';
import type { FromChild } from './protocol.ts';

/** Says on the run's row what its process tells: the phase, and while it trains the epoch. */
export function createPhaseFollower(
  progress: RunningJob['progress'],
): (message: FromChild) => void {
  let epochs = 1;
  return (message) => {
    if (message.type === 'phase') progress(message.phase, message.done, message.total);
    if (message.type !== 'event') return;
    const { event } = message;
    if (event.type === 'started') epochs = event.epochs;
    if (event.type === 'step') progress(`epoch ${Math.min(event.epoch, epochs)} of ${epochs}`);
  };
}
