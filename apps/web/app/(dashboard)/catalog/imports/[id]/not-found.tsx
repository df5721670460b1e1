import { MissingPage } from '@/components/shared/missing-page';

export default function MissingImport() {
  return (
    <MissingPage
      title="There is no such import"
      back={{ href: '/catalog/imports', name: 'Imports' }}
    />
  );
}
