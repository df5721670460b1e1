/** Where the thing of a global id is shown, and what stage of the flow it belongs to. */

export type Stage = 'catalog' | 'triplets' | 'training' | 'embeddings' | 'similar';

const pages: Record<string, { stage: Stage; path: (id: string) => string }> = {
  Product: { stage: 'catalog', path: (id) => `/catalog/${id}` },
  ImportRun: { stage: 'catalog', path: (id) => `/catalog/imports/${id}` },
  TripletSet: { stage: 'triplets', path: (id) => `/triplets/${id}` },
  TrainingRun: { stage: 'training', path: (id) => `/training/${id}` },
  EmbedRun: { stage: 'embeddings', path: () => '/embeddings' },
  Evaluation: { stage: 'embeddings', path: (id) => `/embeddings/evaluations/${id}` },
  ModelVersion: { stage: 'embeddings', path: () => '/embeddings' },
};

/** Page of the thing with this global id ("TrainingRun_…"); null for kinds without one. */
export function findSubjectPage(id: string): { stage: Stage; href: string } | null {
  const page = pages[id.slice(0, id.indexOf('_'))];
  return page ? { stage: page.stage, href: page.path(encodeURIComponent(id)) } : null;
}
