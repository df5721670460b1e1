import { MissingPage } from '@/components/shared/missing-page';

export default function MissingProduct() {
  return (
    <MissingPage title="There is no such product" back={{ href: '/catalog', name: 'Catalog' }} />
  );
}
