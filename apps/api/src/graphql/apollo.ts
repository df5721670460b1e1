import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Context } from '../context.ts';
import type { Env } from '../env.ts';
import type { Logger } from '../logger.ts';
import { toPublicError } from './errors.ts';
import { MAX_TOKENS } from './limits.ts';

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly env: Pick<Env, 'introspection' | 'production'>;
  readonly logger: Logger;
}

/** Apollo with what we insist on: no stacks, CSRF prevention, introspection by choice only. */
export function createApollo({ schema, env, logger }: ApolloOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    logger,
    csrfPrevention: true,
    introspection: env.introspection,
    hideSchemaDetailsFromClientErrors: !env.introspection,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    formatError: (formatted, error) => toPublicError(formatted, error, logger),
    plugins: [env.production ? ApolloServerPluginLandingPageDisabled() : landingPage],
  });
}

/** A page without any script, since one of Apollo's own would be fetched from elsewhere. */
const landingPage: ApolloServerPlugin<Context> = {
  async serverWillStart() {
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Semblance API</title>
<body style="font: 16px/1.5 system-ui; max-width: 44rem; margin: 4rem auto">
<h1>Semblance API</h1>
<p>POST GraphQL here; live progress is at <code>/graphql/stream</code> as server-sent events.</p>
<pre>curl -H 'content-type: application/json' -d '{"query":"{ status { products } }"}' \\
  http://127.0.0.1:4000/graphql</pre>`;
    return { renderLandingPage: async () => ({ html }) };
  },
};
