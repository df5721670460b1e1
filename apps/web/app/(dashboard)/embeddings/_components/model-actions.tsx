'use client';

import { ArrowUpToLine, Layers } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { useToast } from '@/components/ui/toaster';
import { EmbedImagesMutation, PromoteModelMutation } from '@/lib/api/embeddings';
import type { ModelVersionRowFragment } from '@/lib/api/generated/graphql';
import { useMutation } from '@/lib/api/use-mutation';

const alias = 'production';

/** Embed what lacks a vector; promote once everything has one. */
export function ModelActions({ model, busy }: { model: ModelVersionRowFragment; busy: boolean }) {
  const router = useRouter();
  const toast = useToast();
  const embed = useMutation(EmbedImagesMutation);
  const promote = useMutation(PromoteModelMutation);
  const { images, embedded, indexed } = model.coverage;
  const whole = embedded >= images && indexed;
  const startEmbedding = async () => {
    const started = await embed.run({ id: model.id, promote: false });
    if (!started) return;
    toast('success', `Embedding with model ${model.number} was queued.`);
    router.refresh();
  };
  const promoteNow = async () => {
    const promoted = await promote.run({ id: model.id, alias });
    if (!promoted) return;
    toast('success', `Model ${model.number} now serves as ${alias}.`);
    router.refresh();
  };
  return (
    <div className="grid gap-2 sm:justify-items-end">
      <div className="flex flex-wrap gap-2">
        {whole ? null : (
          <Button size="small" disabled={busy || embed.pending} onClick={startEmbedding}>
            <Layers aria-hidden />
            {busy ? 'Embedding…' : 'Embed images'}
          </Button>
        )}
        {model.aliases.includes(alias) ? null : (
          <Button
            size="small"
            variant={whole ? 'primary' : 'outline'}
            disabled={promote.pending}
            onClick={promoteNow}
          >
            <ArrowUpToLine aria-hidden />
            Promote
          </Button>
        )}
      </div>
      <InlineFailure failure={embed.failure ?? promote.failure} />
    </div>
  );
}
