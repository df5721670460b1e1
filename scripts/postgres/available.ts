// Exits with 0 where npm run test:postgres can run.
import { findPostgres } from './find.ts';

const available = process.env.TEST_DATABASE_URL !== undefined || findPostgres() !== undefined;
process.exitCode = available ? 0 : 1;
