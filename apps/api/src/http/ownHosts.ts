/**
 * Which requests are meant for this server. A name that someone else owns can be pointed at this
 * machine (DNS rebinding): a page of that name then asks this server from a visitor's browser, as
 * if it were its own. The Host header still tells the name, and Origin the page.
 */
import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Env } from '../env.ts';
import { AppError } from '../errors.ts';
import { type AllowedHost, entriesFor } from '../fetch/allowedHosts.ts';

type Own = Pick<Env, 'host' | 'apiUrl' | 'allowedHosts'>;

/** A URL's hostname, without the brackets of IPv6; undefined for what is no authority. */
function hostnameOf(origin: string): string | undefined {
  if (!URL.canParse(origin)) return undefined;
  return new URL(origin).hostname.replace(/^\[(.*)\]$/, '$1') || undefined;
}

const isLoopback = (name: string): boolean =>
  name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127\./.test(name);

function isNamed(name: string, { host, apiUrl, allowedHosts }: Own): boolean {
  const listed: readonly AllowedHost[] = allowedHosts;
  return name === host || name === hostnameOf(apiUrl) || entriesFor(listed, name).length > 0;
}

/** An address written as numbers is no name that someone else could point here. */
export function isOwnHost(header: string | undefined, own: Own): boolean {
  const name = header === undefined ? undefined : hostnameOf(`http://${header}`);
  if (name === undefined) return false;
  return isIP(name) !== 0 || isLoopback(name) || isNamed(name, own);
}

/** A page of this machine or of an allowed host, or one that this server itself sent. */
export function isOwnOrigin(origin: string, host: string | undefined, own: Own): boolean {
  const name = hostnameOf(origin);
  if (name === undefined) return false;
  return isLoopback(name) || isNamed(name, own) || new URL(origin).host === host;
}

/** Refuses every request whose Host or Origin is foreign, before any of it is read. */
export function registerOwnHosts(app: FastifyInstance, own: Own): void {
  app.addHook('onRequest', async ({ headers }) => {
    if (!isOwnHost(headers.host, own)) throw foreign('Host', headers.host);
    const { origin } = headers;
    if (origin !== undefined && !isOwnOrigin(origin, headers.host, own)) {
      throw foreign('Origin', origin);
    }
  });
}

function foreign(header: string, value: string | undefined): AppError {
  const message =
    `The ${header} header names a host that is not served here; name it in ALLOWED_HOSTS if ` +
    'this server is reached by it.';
  return new AppError('HOST_REFUSED', message, { header, value: value?.slice(0, 200) });
}
