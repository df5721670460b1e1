import { MissingPage } from '@/components/shared/missing-page';

export default function NotFound() {
  return (
    <main className="mx-auto max-w-xl px-4 py-24">
      <MissingPage
        title="There is nothing at this address"
        back={{ href: '/', name: 'Overview' }}
      />
    </main>
  );
}
