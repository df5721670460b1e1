import { ImageOff } from 'lucide-react';
import { cn } from '@/lib/class-names';

interface PhotoProps {
  src: string | null | undefined;
  alt: string;
  className?: string;
  /** Above the fold: fetched at once. */
  eager?: boolean;
}

/** A product photo on its mat, square unless the class says otherwise. */
export function Photo({ src, alt, className, eager }: PhotoProps) {
  return (
    <span className={cn('relative block aspect-square overflow-hidden bg-mat', className)}>
      {src ? (
        // biome-ignore lint/performance/noImgElement: the API serves thumbnails in fixed sizes, cached for good
        <img
          src={src}
          alt={alt}
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          className="photo absolute inset-0 size-full"
        />
      ) : (
        <span
          role="img"
          aria-label={alt ? `${alt} (no picture)` : 'No picture'}
          className="absolute inset-0 grid place-items-center text-black/40"
        >
          <ImageOff aria-hidden className="size-1/4 max-h-8 max-w-8" />
        </span>
      )}
    </span>
  );
}
