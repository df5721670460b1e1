'use client';

import { ImageUp, LoaderCircle } from 'lucide-react';
import { type DragEvent, useId, useState } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { type ApiFailure, describeFailure } from '@/lib/api/errors';
import { uploadFile } from '@/lib/api/upload';
import { cn } from '@/lib/class-names';

interface PhotoDropProps {
  /** Called with the completed upload and an address under which the browser shows the photo. */
  onUploaded: (uploadId: string, previewUrl: string) => void;
}

/** Takes a photo by drop, by file picker or by paste. */
export function PhotoDrop({ onUploaded }: PhotoDropProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setPending(true);
    setFailure(null);
    try {
      onUploaded(await uploadFile('QUERY_IMAGE', file), URL.createObjectURL(file));
    } catch (error) {
      setFailure(describeFailure(error));
    } finally {
      setPending(false);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  const Icon = pending ? LoaderCircle : ImageUp;
  return (
    <div className="grid gap-2">
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        onPaste={(event) => void take(event.clipboardData.files[0])}
        className={cn(
          'grid cursor-pointer justify-items-center gap-1 rounded-lg border-2 border-dashed px-4 py-6 text-center transition-colors focus-within:outline-2 focus-within:outline-ring hover:bg-accent/60',
          over ? 'border-primary bg-accent' : 'border-input',
        )}
      >
        <Icon
          aria-hidden
          className={cn('size-6 text-muted-foreground', pending && 'animate-spin')}
        />
        <span className="font-medium">{pending ? 'Sending the photo…' : 'Upload a photo'}</span>
        <span className="text-muted-foreground text-sm">or drop one here</span>
        <input
          id={id}
          type="file"
          accept="image/*"
          aria-label="Upload a photo"
          disabled={pending}
          className="sr-only"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </label>
      <InlineFailure failure={failure} />
    </div>
  );
}
