/**
 * Whether a request is meant for this dashboard. A name that someone else owns can be pointed at
 * this machine: a page of that name would then use a visitor's dashboard as if it were its own.
 */

const isAddress = (name: string) => /^\[.*\]$/.test(name) || /^\d+\.\d+\.\d+\.\d+$/.test(name);
const isLoopback = (name: string) =>
  name === 'localhost' ||
  name.endsWith('.localhost') ||
  name === '[::1]' ||
  name.startsWith('127.');

function isListed(name: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) =>
    entry.startsWith('*.') ? name.endsWith(entry.slice(1)) : name === entry,
  );
}

/** @param host the Host header */
export function isOwnHost(host: string | null, allowed: readonly string[]): boolean {
  if (host === null || !URL.canParse(`http://${host}`)) return false;
  const name = new URL(`http://${host}`).hostname;
  return isAddress(name) || isLoopback(name) || isListed(name, allowed);
}

/** @param origin the Origin header; browsers leave it out where nothing is changed */
export function isOwnOrigin(
  origin: string | null,
  host: string | null,
  allowed: readonly string[],
): boolean {
  if (origin === null) return true;
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  return page.host === host || isLoopback(page.hostname) || isListed(page.hostname, allowed);
}
