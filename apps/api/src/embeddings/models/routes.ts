import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import type { EmbeddingsService } from '../service.ts';

/** GET /models/:reference/model.onnx, by id, number or alias. */
export function registerModelRoutes(
  app: FastifyInstance,
  { embeddings }: { embeddings: EmbeddingsService },
): void {
  app.get<{ Params: { reference: string } }>(
    '/models/:reference/model.onnx',
    async (request, reply) => {
      const model = await embeddings.models.require(request.params.reference);
      const path = await embeddings.models.onnxFile(model);
      const { size } = await stat(path);
      return reply
        .header('content-type', 'application/octet-stream')
        .header('content-length', size)
        .header('content-disposition', `attachment; filename="model-${model.number}.onnx"`)
        .send(createReadStream(path));
    },
  );
}
