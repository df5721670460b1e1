import { closedRange, isBlock, isInBlock } from './addressRange.ts';

/** One host, group of hosts or block of addresses that the operator opened to fetches. */
export interface AllowedHost {
  /** "images.shop.lan", "*.shop.lan", "10.1.2.3" or "10.0.0.0/8". */
  readonly host: string;
  /** A port beyond the usual ones that is opened there. */
  readonly port: number | undefined;
}

/** What a name that the operator opened may lead to; never to a metadata service. */
const INNER_RANGES = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);

const NAME = /^(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/**
 * Reads one entry of FETCH_ALLOW_HOSTS.
 * @returns undefined when it is neither a host name nor an IP address or block
 */
export function parseAllowedHost(entry: string): AllowedHost | undefined {
  const text = entry.trim().toLowerCase();
  if (isBlock(text)) return { host: text, port: undefined };
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? undefined : Number(match[3]);
  if (host === undefined || (port !== undefined && (port < 1 || port > 65_535))) return undefined;
  return isBlock(host) || NAME.test(host) ? { host, port } : undefined;
}

/** The entries that open a host, given by name or as an IP address. */
export function entriesFor(hosts: readonly AllowedHost[], host: string): AllowedHost[] {
  return hosts.filter(
    (entry) =>
      entry.host === host ||
      (entry.host.startsWith('*.') && host.endsWith(entry.host.slice(1))) ||
      (isBlock(entry.host) && isInBlock(host, entry.host)),
  );
}

/**
 * Why a connection to an IP address is not allowed, or undefined when it is: it is public, or the
 * operator opened the address, or the name it was found by and it lies in an inner network.
 * @param name what was resolved; the address itself when the URL holds one
 */
export function refusedAddress(
  hosts: readonly AllowedHost[],
  name: string,
  address: string,
): string | undefined {
  const range = closedRange(address);
  if (range === undefined) return undefined;
  if (entriesFor(hosts, address).length > 0) return undefined;
  return INNER_RANGES.has(range) && entriesFor(hosts, name).length > 0 ? undefined : range;
}
