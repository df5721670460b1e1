import type { FastifyInstance } from 'fastify';
import type { Services } from '../../services.ts';

/** GET /reports/imports/:id.csv?expires=...&token=... */
export function registerReportRoutes(app: FastifyInstance, { catalog }: Pick<Services, 'catalog'>) {
  app.get<{ Params: { id: string }; Querystring: { expires?: string; token?: string } }>(
    '/reports/imports/:id.csv',
    async (request, reply) => {
      const report = await catalog.imports.signedReport(request.params.id, request.query);
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="import-${request.params.id}.csv"`)
        .header('cache-control', 'private, no-store')
        .send(report);
    },
  );
}
