import ipaddr from 'ipaddr.js';

/** Public by its range, yet a metadata service or platform endpoint of a cloud. */
const PLATFORM = new Set(['168.63.129.16']);
/** All of IPv6 that is handed out to the public internet. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Why an IP address is not one of the public internet, or undefined when it is. Whatever is not
 * known to be public is refused: the registries of IANA in ipaddr.js name loopback, private,
 * link-local, carrier-grade NAT, multicast, reserved, documentation, benchmarking, and the IPv6
 * forms that carry an IPv4 address (mapped, compatible, translated, NAT64, 6to4, Teredo).
 * @param address IPv4 or IPv6 in any form that a resolver or a socket gives
 * @returns the name of its range, "loopback" for example; "unreadable" for what is no IP address
 */
export function closedRange(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return 'unreadable';
  const parsed = ipaddr.parse(address);
  if (PLATFORM.has(parsed.toString())) return 'platform';
  const range = parsed.range();
  if (range !== 'unicast') return range;
  return parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_IPV6) ? 'reserved' : undefined;
}

/** Whether an IP address lies in a block such as 10.0.0.0/8, or is the very one. */
export function isInBlock(address: string, block: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  const [base, bits] = blockOf(block);
  return parsed.kind() === base.kind() && parsed.match(base, bits);
}

/** Whether a text is an IP address or a block of them. */
export function isBlock(text: string): boolean {
  return ipaddr.isValidCIDR(text) || ipaddr.IPv4.isValidFourPartDecimal(text) || isIpv6(text);
}

function isIpv6(text: string): boolean {
  return text.includes(':') && ipaddr.IPv6.isValid(text);
}

function blockOf(block: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (block.includes('/')) return ipaddr.parseCIDR(block);
  const base = ipaddr.parse(block);
  return [base, base.kind() === 'ipv4' ? 32 : 128];
}
