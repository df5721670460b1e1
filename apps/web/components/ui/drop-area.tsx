'use client';

import { type DragEvent, type ReactNode, useState } from 'react';
import { cn } from '@/lib/class-names';

interface DropAreaProps {
  id: string;
  label: string;
  /** Endings and media types that the file picker offers. */
  accept: string;
  disabled?: boolean;
  onFile: (file: File) => void;
  className?: string;
  /** What is to be seen inside. */
  children: ReactNode;
}

/** Takes a file by drop, by file picker or by paste. */
export function DropArea(props: DropAreaProps) {
  const [over, setOver] = useState(false);
  const take = (file: File | undefined) => {
    if (file) props.onFile(file);
  };
  const drag = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };
  return (
    <label
      htmlFor={props.id}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        drag(event, false);
        take(event.dataTransfer.files[0]);
      }}
      onPaste={(event) => take(event.clipboardData.files[0])}
      className={cn(
        'grid cursor-pointer justify-items-center gap-1 rounded-lg border-2 border-dashed px-4 py-6 text-center transition-colors focus-within:outline-2 focus-within:outline-ring hover:bg-accent/60',
        over ? 'border-primary bg-accent' : 'border-input',
        props.className,
      )}
    >
      {props.children}
      <input
        id={props.id}
        type="file"
        accept={props.accept}
        aria-label={props.label}
        disabled={props.disabled}
        className="sr-only"
        onChange={(event) => {
          take(event.target.files?.[0]);
          // So that the same file can be chosen again.
          event.target.value = '';
        }}
      />
    </label>
  );
}
