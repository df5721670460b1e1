/** The real server on a real port, asked over HTTP. */
import { createServer } from '../../../apps/api/src/server.ts';
import type { Services } from '../../../apps/api/src/services.ts';
import { type TestServices, testServices } from '../../support/services.ts';

export interface GraphQLAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly details?: Record<string, unknown> };
  }[];
}

export interface TestApi {
  readonly services: Services;
  readonly url: string;
  /** Answer of a query that may fail. */
  ask(query: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer>;
  /** Data of a query that must not fail. */
  data<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  close(): Promise<void>;
}

export async function testApi(variables: Record<string, string> = {}): Promise<TestApi> {
  const test: TestServices = await testServices({ variables });
  const server = await createServer(test.services);
  const url = await server.listen();
  const ask = async (query: string, given: Record<string, unknown> = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: given }),
    });
    return (await response.json()) as GraphQLAnswer;
  };
  return {
    services: test.services,
    url,
    ask,
    async data<T>(query: string, given?: Record<string, unknown>) {
      const { data, errors } = await ask(query, given);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data as T;
    },
    async close() {
      await server.close();
      await test.close();
    },
  };
}
