import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { checkSha256, type Storage } from './storage.ts';
import { checkThumbnailSize } from './thumbnails.ts';

/** Named by their content, so they never change. */
const FOREVER = 'public, max-age=31536000, immutable';

/** GET /images/:sha256 and /images/:sha256/thumb?size=384. */
export function registerImageRoutes(app: FastifyInstance, services: { storage: Storage }): void {
  const { storage } = services;

  app.get<{ Params: { sha256: string } }>('/images/:sha256', async (request, reply) => {
    const sha256 = checkSha256(request.params.sha256);
    const { path, type } = await storage.servable(sha256);
    return sendFile(reply, path, type);
  });

  app.get<{ Params: { sha256: string }; Querystring: { size?: string } }>(
    '/images/:sha256/thumb',
    async (request, reply) => {
      const size = checkThumbnailSize(Number(request.query.size ?? 384));
      const path = await storage.thumbnail(checkSha256(request.params.sha256), size);
      return sendFile(reply, path, 'image/webp');
    },
  );
}

/** Whatever bytes a feed brought, no browser may take them for a page of ours. */
async function sendFile(reply: FastifyReply, path: string, type: string): Promise<FastifyReply> {
  const { size } = await stat(path);
  return reply
    .header('content-type', type)
    .header('content-length', size)
    .header('cache-control', FOREVER)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(createReadStream(path));
}
