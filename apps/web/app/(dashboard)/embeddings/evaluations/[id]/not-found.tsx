import { MissingPage } from '@/components/shared/missing-page';

export default function MissingEvaluation() {
  return (
    <MissingPage
      title="There is no such evaluation"
      back={{ href: '/embeddings', name: 'Embeddings' }}
    />
  );
}
