// The HTTP server: GraphQL, live progress, images and uploads.
import { readEnv } from './env.ts';
import { describeError } from './errors.ts';
import { createServer } from './server.ts';
import { openServices } from './services.ts';

/** Serves until SIGTERM or SIGINT, then lets running requests finish. */
async function main(): Promise<void> {
  const services = await openServices(readEnv());
  const server = await createServer(services);
  const asked = untilAskedToStop();
  const address = await server.listen();
  services.logger.info(`API is ready at ${address}/graphql`);
  services.logger.info(`API stops on ${await asked}`);
  await server.close();
  await services.close();
}

function untilAskedToStop(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(describeError(error).message);
  process.exit(1);
}
