'use client';

import { FileUp } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { cn } from '@/lib/class-names';
import { formatBytes } from '@/lib/format';

interface FileDropProps {
  id: string;
  file: File | null;
  onFile: (file: File) => void;
}

const accepted = '.csv,.tsv,.txt,.xml,.rss,.atom,.json,.jsonl,.ndjson,.zip,.gz';

/** Takes a feed by drop or by file picker. */
export function FileDrop({ id, file, onFile }: FileDropProps) {
  const [over, setOver] = useState(false);
  const take = (given: File | undefined) => {
    if (given) onFile(given);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        'grid w-full cursor-pointer justify-items-center gap-1 rounded-lg border-2 border-dashed px-4 py-8 text-center transition-colors focus-within:outline-2 focus-within:outline-ring hover:bg-accent/60',
        over ? 'border-primary bg-accent' : 'border-input',
      )}
    >
      <FileUp aria-hidden className="size-6 text-muted-foreground" />
      <span className="font-medium">
        {file ? `${file.name}, ${formatBytes(file.size)}` : 'Drop the feed here, or choose a file'}
      </span>
      <span className="text-muted-foreground text-sm">
        CSV, TSV, XML, JSON, JSON lines, or a zip of feed and images
      </span>
      <input
        id={id}
        type="file"
        accept={accepted}
        aria-label="Feed file"
        className="sr-only"
        onChange={(event) => take(event.target.files?.[0])}
      />
    </label>
  );
}
