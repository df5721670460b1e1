import { MissingPage } from '@/components/shared/missing-page';

export default function MissingTripletSet() {
  return (
    <MissingPage
      title="There is no such triplet set"
      back={{ href: '/triplets', name: 'Triplets' }}
    />
  );
}
