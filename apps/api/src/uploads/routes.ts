import type { FastifyInstance } from 'fastify';
import { badInput } from '../errors.ts';
import type { UploadsService, UploadTarget } from './service.ts';

/** Where the bytes of an upload are PUT: a path on this server, signed. */
export function uploadPath({ id, token }: Pick<UploadTarget, 'id' | 'token'>): string {
  return `/uploads/${id}?token=${token}`;
}

/** PUT /uploads/:id?token=...: the body is the file itself, of any content type. */
export function registerUploadRoutes(
  app: FastifyInstance,
  services: { uploads: UploadsService },
): void {
  app.register(async (scope) => {
    // The body is streamed to disk and counted there, whatever its type says.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

    scope.put<{
      Params: { id: string };
      Querystring: { token?: string };
      Body: NodeJS.ReadableStream | undefined;
    }>('/uploads/:id', { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request) => {
      const { id } = request.params;
      if (!UUID.test(id)) throw badInput('id', 'The upload id in the address is not one.');
      const { bytes, sha256 } = await services.uploads.receive({
        id,
        token: request.query.token ?? '',
        contentLength: Number(request.headers['content-length'] ?? 0),
        body: request.body ?? request.raw,
      });
      return { id: `Upload_${id}`, bytes, sha256 };
    });
  });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
