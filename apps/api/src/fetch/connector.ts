import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { AppError } from '../errors.ts';
import { refusedAddress } from './allowedHosts.ts';
import type { FetchRules } from './checkAddress.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** All addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export const systemResolve: Resolve = (hostname) =>
  systemLookup(hostname, { all: true, order: 'verbatim' });

/**
 * Opens connections for undici. A name is resolved once for each connection, every address of the
 * answer is judged, and the socket goes to one of these very addresses: a name that answers
 * differently the next time (DNS rebinding) gains nothing. The peer is judged once more when the
 * socket stands, for whatever went by the resolver.
 */
export function guardedConnector(
  rules: FetchRules,
  resolve: Resolve,
  timeout: number,
): buildConnector.connector {
  const connect = buildConnector({
    allowH2: false,
    autoSelectFamily: true,
    lookup: guardedLookup(rules, resolve),
    timeout,
  } as buildConnector.BuildOptions);
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error !== null) return callback(error, null);
      const peer = socket?.remoteAddress ?? '';
      const name = plainName(options.hostname);
      // A dual-stack socket reports an IPv4 peer in its mapped form.
      const range = refusedAddress(rules.allowHosts, name, peer.replace(/^::ffff:/, ''));
      if (range === undefined) return callback(null, socket as NonNullable<typeof socket>);
      socket?.destroy();
      callback(refusedHost(name), null);
    });
}

function guardedLookup(rules: FetchRules, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    judged(rules, resolve, hostname).then(
      (found) => {
        const wanted = found.filter(({ family }) => !options.family || options.family === family);
        const [first] = wanted;
        if (first === undefined) callback(nameNotFound(hostname), '', 0);
        else if (options.all) callback(null, [...wanted]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}

/** One closed address among open ones is refused too: nobody publishes that by mistake. */
async function judged(
  { allowHosts }: FetchRules,
  resolve: Resolve,
  hostname: string,
): Promise<readonly ResolvedAddress[]> {
  const name = plainName(hostname);
  const found = await resolve(name);
  const closed = found.some(({ address }) => refusedAddress(allowHosts, name, address));
  if (closed) throw refusedHost(name);
  return found;
}

const plainName = (hostname: string) => hostname.toLowerCase().replace(/\.+$/, '');

/** Does not say which address it is: that would map the network for whoever asks. */
function refusedHost(name: string): AppError {
  const message = `${name} may not be fetched. It leads to an address that is not on the public internet; an operator can open it by FETCH_ALLOW_HOSTS.`;
  return new AppError('ADDRESS_REFUSED', message, { host: name });
}

function nameNotFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
}
