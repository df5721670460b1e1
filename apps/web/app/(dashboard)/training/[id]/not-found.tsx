import { MissingPage } from '@/components/shared/missing-page';

export default function MissingRun() {
  return (
    <MissingPage
      title="There is no such training run"
      back={{ href: '/training', name: 'Training' }}
    />
  );
}
