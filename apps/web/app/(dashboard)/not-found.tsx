import { MissingPage } from '@/components/shared/missing-page';

export default function MissingThing() {
  return (
    <MissingPage title="There is nothing at this address" back={{ href: '/', name: 'Overview' }} />
  );
}
