import type { Dispatcher } from 'undici';
import { checkAddress, type FetchRules, refused } from './checkAddress.ts';
import { FetchError } from './fetchErrors.ts';

/**
 * Where an answer sends us, or undefined when it is the last one.
 * @throws FetchError FETCH_FAILED for a redirect without an address
 */
export function redirectOf(
  { statusCode, headers }: Pick<Dispatcher.ResponseData, 'statusCode' | 'headers'>,
  url: URL,
): string | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode)) return undefined;
  const given = headers.location;
  const location = (Array.isArray(given) ? given[0] : given) ?? '';
  if (location === '' || !URL.canParse(location, url.href)) {
    const message = `${url.host} redirects to nowhere.`;
    throw new FetchError('FETCH_FAILED', message, { status: statusCode });
  }
  return new URL(location, url).href;
}

/** Judges where a redirect leads as the first address was. @throws ADDRESS_INVALID, ADDRESS_REFUSED */
export function checkRedirect(target: string, from: URL, rules: FetchRules): URL {
  const url = checkAddress(target, rules);
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw refused(url, `${from.host} redirects to it from https, which would give up its safety.`);
  }
  return url;
}
