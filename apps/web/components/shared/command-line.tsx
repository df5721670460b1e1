'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';

/** A command to copy. */
export function CommandLine({ command }: { command: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(command);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <div className="flex items-start gap-2 rounded-md border bg-muted/60 py-2 pr-2 pl-3">
      <code className="min-w-0 flex-1 whitespace-pre-wrap break-words font-mono text-[0.8125rem] leading-6">
        {command}
      </code>
      <button
        type="button"
        onClick={copy}
        aria-label="Copy command"
        className="rounded-sm p-1 text-muted-foreground hover:text-foreground"
      >
        {copied ? <Check className="size-4 text-positive" /> : <Copy className="size-4" />}
      </button>
    </div>
  );
}
