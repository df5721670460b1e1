import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from 'fastify';
import { registerReportRoutes } from './catalog/imports/routes.ts';
import { createContext } from './context.ts';
import { registerModelRoutes } from './embeddings/models/routes.ts';
import { createApollo } from './graphql/apollo.ts';
import { registerStream } from './graphql/stream.ts';
import { registerErrorHandler } from './http/errors.ts';
import { registerOwnHosts } from './http/ownHosts.ts';
import { headerTimeouts, registerSlowRequests } from './http/slowRequests.ts';
import { schema } from './schema.ts';
import type { Services } from './services.ts';
import { registerImageRoutes } from './storage/routes.ts';
import { checkText } from './text.ts';
import { registerUploadRoutes } from './uploads/routes.ts';

/** Bytes of one GraphQL request; files go to /uploads. */
const BODY_LIMIT = 1024 * 1024;

export interface Server {
  readonly app: FastifyInstance;
  /** Starts to listen. @returns the address, with the port that was free if env.port is 0 */
  listen(): Promise<string>;
  /** Ends the event streams, lets running requests finish, and closes. */
  close(): Promise<void>;
}

/**
 * The HTTP entry point: /graphql, /graphql/stream, /images, /models, /uploads, /reports, /health. No
 * CORS headers are sent: the dashboard reaches it through its own origin.
 */
export async function createServer(services: Services): Promise<Server> {
  const { env, logger } = services;
  const closing = new AbortController();
  const app: FastifyInstance = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    bodyLimit: BODY_LIMIT,
    http: headerTimeouts(env),
    logController: new LogController({ disableRequestLogging: true }),
  });
  const apollo = createApollo({ schema, env, logger });
  await apollo.start();

  // A form of another site can send text/plain without asking; no client of ours does.
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
  });
  app.addHook('preValidation', async ({ params, query }) => {
    checkText(params, '');
    checkText(query, '');
  });
  registerErrorHandler(app, logger);
  registerSlowRequests(app, env);
  registerOwnHosts(app, env);

  const contextOf = (reply: FastifyReply) =>
    createContext(services, AbortSignal.any([closing.signal, goneSignal(reply)]));
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: fastifyApolloHandler(apollo, {
      context: async (_request, reply) => contextOf(reply),
    }),
  });
  registerStream(app, {
    schema,
    logger,
    introspection: env.introspection,
    maxStreams: env.maxStreams,
    context: contextOf,
  });
  registerImageRoutes(app, services);
  registerModelRoutes(app, services);
  registerUploadRoutes(app, services);
  registerReportRoutes(app, services);
  registerHealth(app, services);

  return {
    app,
    listen: () => app.listen({ host: env.host, port: env.port }),
    async close() {
      closing.abort();
      await closeGently(app);
      await apollo.stop();
    },
  };
}

/** How long requests under way may take once the server is asked to stop. */
const GRACE_MS = 10_000;

/**
 * Takes no new connection and waits for requests under way. A connection that falls idle later is
 * closed at once: its client would keep it, and us, for seconds.
 */
async function closeGently(app: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => app.server.closeIdleConnections(), 50);
  const force = setTimeout(() => app.server.closeAllConnections(), GRACE_MS);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(force);
  }
}

/** Fires when the caller has gone, or has its whole answer. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}

/** 200 when the database answers, else 503: for load balancers and container health checks. */
function registerHealth(app: FastifyInstance, { database, logger }: Services): void {
  app.get('/health', async (_request, reply) => {
    try {
      await database.pool.query('SELECT 1');
      return { status: 'ok' };
    } catch (error) {
      logger.warn({ err: error }, 'health check: the database does not answer');
      return reply.code(503).send({ status: 'unavailable' });
    }
  });
}
