// Exits with 0 where npm run test:postgres can run.
import { canInstall, isPostgresReady } from './setup-postgres.ts';

const available = process.env.TEST_DATABASE_URL !== undefined || isPostgresReady() || canInstall();
process.exitCode = available ? 0 : 1;
