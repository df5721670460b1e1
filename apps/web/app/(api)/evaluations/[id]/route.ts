import { EvaluationQuery } from '@/lib/api/evaluation';
import { query } from '@/lib/api/server';

/** The whole report of an evaluation, samples included, as a JSON file. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const id = decodeURIComponent((await params).id);
  const { evaluation } = await query(EvaluationQuery, { id });
  if (!evaluation) return new Response('There is no such evaluation.', { status: 404 });
  const name = `evaluation-model-${evaluation.modelVersion.number}-${evaluation.split.toLowerCase()}.json`;
  return new Response(`${JSON.stringify(evaluation, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${name}"`,
    },
  });
}
