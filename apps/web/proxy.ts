import { type NextRequest, NextResponse } from 'next/server';
import { allowedHosts } from '@/lib/env';
import { isOwnHost, isOwnOrigin } from '@/lib/own-hosts';
import { contentSecurityPolicy, SECURITY_HEADERS } from '@/lib/security-headers';

/**
 * Next calls `proxy` before every page and route that `config` matches: it refuses foreign requests,
 * and says what a page may load.
 */
export function proxy(request: NextRequest): NextResponse {
  const { headers } = request;
  const host = headers.get('host');
  const allowed = allowedHosts();
  if (!isOwnHost(host, allowed)) return refuse('Host');
  if (!isOwnOrigin(headers.get('origin'), host, allowed)) return refuse('Origin');

  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  const passedOn = new Headers(headers);
  passedOn.set('x-nonce', nonce);
  // Next reads the nonce for its own scripts from here.
  passedOn.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers: passedOn } });
  response.headers.set('content-security-policy', policy);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  return response;
}

function refuse(header: string): NextResponse {
  const message = `The ${header} header names a host that is not served here; name it in ALLOWED_HOSTS if the dashboard is reached by it.`;
  const error = { message, extensions: { code: 'HOST_REFUSED' } };
  return NextResponse.json({ errors: [error] }, { status: 403, headers: SECURITY_HEADERS });
}

export const config = {
  // Files of the build are the same for everybody and carry no data.
  matcher: '/((?!_next/static|_next/image|icon.svg).*)',
};
