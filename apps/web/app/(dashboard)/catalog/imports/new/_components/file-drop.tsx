'use client';

import { FileUp } from 'lucide-react';
import { DropArea } from '@/components/ui/drop-area';
import { formatBytes } from '@/lib/format';

interface FileDropProps {
  id: string;
  file: File | null;
  onFile: (file: File) => void;
}

const accepted = '.csv,.tsv,.txt,.xml,.rss,.atom,.json,.jsonl,.ndjson,.zip,.gz';

/** Takes a feed, and says which one was taken. */
export function FileDrop({ id, file, onFile }: FileDropProps) {
  return (
    <DropArea id={id} label="Feed file" accept={accepted} onFile={onFile} className="w-full py-8">
      <FileUp aria-hidden className="size-6 text-muted-foreground" />
      <span className="font-medium">
        {file ? `${file.name}, ${formatBytes(file.size)}` : 'Drop the feed here, or choose a file'}
      </span>
      <span className="text-muted-foreground text-sm">
        CSV, TSV, XML, JSON, JSON lines, or a zip of feed and images
      </span>
    </DropArea>
  );
}
