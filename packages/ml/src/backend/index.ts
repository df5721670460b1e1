export { openBackend } from './open.ts';
export {
  BACKEND_NAMES,
  type BackendAttempt,
  type BackendName,
  type BackendOptions,
  type BackendReport,
} from './report.ts';
