import { Skeleton } from '@/components/ui/skeleton';

function Frame({ children }: { children: React.ReactNode }) {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton className="mb-2 h-9 w-56" />
      <Skeleton className="mb-8 h-5 w-80 max-w-full" />
      {children}
    </div>
  );
}

const places = (count: number) => Array.from({ length: count }, (_, place) => place);

export function GridSkeleton({ count = 18 }: { count?: number }) {
  return (
    <Frame>
      <div className="photo-grid">
        {places(count).map((place) => (
          <div key={place} className="grid gap-2">
            <Skeleton className="aspect-square" />
            <Skeleton className="h-4 w-4/5" />
            <Skeleton className="h-4 w-2/5" />
          </div>
        ))}
      </div>
    </Frame>
  );
}

export function ListSkeleton() {
  return (
    <Frame>
      <div className="grid gap-3">
        {places(5).map((place) => (
          <Skeleton key={place} className="h-20" />
        ))}
      </div>
    </Frame>
  );
}

export function DetailSkeleton() {
  return (
    <Frame>
      <div className="grid gap-5 lg:grid-cols-2">
        <Skeleton className="h-80" />
        <Skeleton className="h-80" />
        <Skeleton className="h-56 lg:col-span-2" />
      </div>
    </Frame>
  );
}
