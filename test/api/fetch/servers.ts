import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import { parseAllowedHost } from '../../../apps/api/src/fetch/allowedHosts.ts';
import { createFetcher, type FetchLimits } from '../../../apps/api/src/fetch/fetcher.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Plays a host of the public internet in tests that open it to fetches. */
export const OUTSIDE = '127.0.0.2';
/** Plays a host of the own network, which no test opens. */
export const INSIDE = '127.0.0.1';

export interface TestServer {
  readonly port: number;
  /** Method and path of every request. */
  readonly seen: string[];
}

/** A real server on this machine until the end of the test. */
export async function serve(
  listener: RequestListener,
  { host = OUTSIDE, port = 0 } = {},
): Promise<TestServer> {
  const seen: string[] = [];
  const server: Server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    listener(request, response);
  });
  server.listen(port, host);
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, seen };
}

export interface Setting {
  readonly ports: readonly number[];
  /** Answers of the resolver: one for each time a name is asked for; the last one stays. */
  readonly names?: Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly limits?: Partial<FetchLimits>;
  /** As FETCH_ALLOW_HOSTS; left out: OUTSIDE. */
  readonly open?: readonly string[];
}

/** A fetcher for which OUTSIDE is public, as "shop.test" for example. */
export function fetcherFor({ ports, names = {}, limits, open = [OUTSIDE] }: Setting) {
  const asked: string[] = [];
  const fetcher = createFetcher({
    ports,
    allowHosts: open.map(parseAllowedHost).filter((entry) => entry !== undefined),
    resolve: async (hostname) => {
      const answers = names[hostname] ?? [[OUTSIDE]];
      const before = asked.filter((name) => name === hostname).length;
      asked.push(hostname);
      const answer = answers[Math.min(before, answers.length - 1)] ?? [];
      return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
    limits: { firstPauseMs: 10, delayMs: 0, headersMs: 1000, totalMs: 5000, ...limits },
  });
  closing.push(() => fetcher.close());
  return { fetcher, asked };
}
