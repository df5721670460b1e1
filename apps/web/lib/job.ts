import type { JobStatus } from './api/generated/graphql';

/** Whether a job may still change. */
export function isActive(status: JobStatus): boolean {
  return status === 'QUEUED' || status === 'RUNNING';
}
