'use client';

import { ImageUp, LoaderCircle } from 'lucide-react';
import { useId } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { DropArea } from '@/components/ui/drop-area';
import { uploadFile } from '@/lib/api/upload';
import { useAction } from '@/lib/api/use-action';
import { cn } from '@/lib/class-names';

interface PhotoDropProps {
  /** Called with the completed upload and an address under which the browser shows the photo. */
  onUploaded: (uploadId: string, previewUrl: string) => void;
}

/** Takes a photo and sends it at once. */
export function PhotoDrop({ onUploaded }: PhotoDropProps) {
  const id = useId();
  const { act, pending, failure } = useAction();
  const send = async (file: File) => {
    const uploadId = await act(() => uploadFile('QUERY_IMAGE', file));
    if (uploadId !== null) onUploaded(uploadId, URL.createObjectURL(file));
  };
  const Icon = pending ? LoaderCircle : ImageUp;
  return (
    <div className="grid gap-2">
      <DropArea id={id} label="Upload a photo" accept="image/*" disabled={pending} onFile={send}>
        <Icon
          aria-hidden
          className={cn('size-6 text-muted-foreground', pending && 'animate-spin')}
        />
        <span className="font-medium">{pending ? 'Sending the photo…' : 'Upload a photo'}</span>
        <span className="text-muted-foreground text-sm">or drop one here</span>
      </DropArea>
      <InlineFailure failure={failure} />
    </div>
  );
}
