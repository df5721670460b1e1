import { isIP } from 'node:net';
import { AppError } from '../errors.ts';
import { type AllowedHost, entriesFor, refusedAddress } from './allowedHosts.ts';

/** What may be fetched, see env.fetchAllowHosts. */
export interface FetchRules {
  readonly allowHosts: readonly AllowedHost[];
  /** Ports open on every host; left out: those that web servers use. */
  readonly ports?: readonly number[];
}

const WEB_PORTS = [80, 443, 8080, 8443];
/** Names that only ever lead into the own machine or network (RFC 6761, 6762, 8375; ICANN). */
const INNER_NAMES = /(^|\.)(localhost|local|internal|home\.arpa)$/;
const MAX_LENGTH = 4096;

/**
 * An address as it may be asked for, before any name is resolved. The URL parser has by now made
 * one form of all spellings of an IP address: decimal, octal, hexadecimal, short.
 * @throws AppError ADDRESS_INVALID, or ADDRESS_REFUSED for what must never be fetched
 */
export function checkAddress(address: string, rules: FetchRules): URL {
  const { allowHosts, ports = WEB_PORTS } = rules;
  if (address.length > MAX_LENGTH || !URL.canParse(address)) {
    throw invalid('is not an address such as https://example.org/image.jpg', address);
  }
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refused(url, `${url.protocol} is not allowed; only http and https are.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw refused(url, 'It carries a user name or password, which would end up in reports.');
  }
  const host = hostOf(url);
  const entries = entriesFor(allowHosts, host);
  const open = [...ports, ...entries.map(({ port }) => port)];
  if (url.port !== '' && !open.includes(Number(url.port))) {
    throw refused(url, `Port ${url.port} is not open to fetches.`);
  }
  if (isIP(host) !== 0) {
    const range = refusedAddress(allowHosts, host, host);
    if (range !== undefined) throw refused(url, `${host} is not on the public internet: ${range}.`);
  } else if (INNER_NAMES.test(host) && entries.length === 0) {
    throw refused(url, `${host} is a name of the own machine or network.`);
  }
  return url;
}

/** Lower case, without the brackets of IPv6 and without the dot of a rooted name. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
}

/** An address as messages show it: without query and fragment, which may hold secrets. */
export function shownAddress(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`.slice(0, 300);
}

function invalid(what: string, address: string): AppError {
  return new AppError('ADDRESS_INVALID', `"${address.slice(0, 120)}" ${what}.`);
}

/** Nothing was asked of the host. */
export function refused(url: URL, why: string): AppError {
  const message = `${shownAddress(url)} may not be fetched. ${why}`;
  return new AppError('ADDRESS_REFUSED', message, { host: url.hostname });
}
