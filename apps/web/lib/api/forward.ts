import { apiUrl } from '../env.ts';

/** Headers of one hop, or that no longer hold once fetch has decoded the body. */
const dropped = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-encoding',
  'content-length',
];

/**
 * Passes a browser's request on to the API and streams the answer back, so that the dashboard
 * needs no second origin and API_URL is read when the request comes. 502 when the API is down.
 * Where the request comes from was checked by proxy.ts; the API would compare it with its own host.
 */
export async function forward(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  for (const name of [
    'host',
    'origin',
    'connection',
    'content-length',
    'accept-encoding',
    'expect',
  ]) {
    headers.delete(name);
  }
  try {
    const answer = await fetch(`${apiUrl()}${pathname}${search}`, {
      method: request.method,
      headers,
      body: request.body,
      redirect: 'manual',
      signal: request.signal,
      // Node's fetch wants this for streamed bodies; DOM types do not know it.
      ...(request.body ? { duplex: 'half' } : {}),
    });
    return new Response(answer.body, { status: answer.status, headers: passedOn(answer.headers) });
  } catch {
    const message = 'The Semblance API does not answer.';
    const body = { errors: [{ message, extensions: { code: 'UNAVAILABLE' } }] };
    return Response.json(body, { status: 502 });
  }
}

function passedOn(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of dropped) kept.delete(name);
  // Compression would hold events back until its buffer is full.
  if (kept.get('content-type')?.startsWith('text/event-stream')) {
    kept.set('cache-control', 'no-cache, no-transform');
  }
  return kept;
}
