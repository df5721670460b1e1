import type { JobStateFragment, JobStatus } from './api/generated/graphql.ts';
import { formatCount } from './format.ts';

/** Whether a job may still change. */
export function isActive(status: JobStatus): boolean {
  return status === 'QUEUED' || status === 'RUNNING';
}

/** What an active job does now and how far it is with it, in words; null for one that has ended. */
export function activityOf({ status, phase, done, outOf }: JobStateFragment): string | null {
  if (!isActive(status)) return null;
  if (!phase) return status === 'QUEUED' ? 'waiting for a worker' : 'starting';
  return outOf ? `${phase}, ${formatCount(done)} of ${formatCount(outOf)}` : phase;
}
