'use client';

import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { TextField } from '@/components/ui/field';
import { CatalogField } from '../../_components/feed-fields';
import type { FeedSource } from './feed-source';
import { OriginFields } from './origin-fields';
import { useSourceForm } from './use-source-form';

interface SourceStepProps {
  catalogNames: string[];
  onReady: (source: FeedSource) => void;
}

/** The catalog, and a file, an address or a path. A file is sent when the step is left. */
export function SourceStep({ catalogNames, onReady }: SourceStepProps) {
  const { submit, pending, failure, ...origin } = useSourceForm(onReady);
  return (
    <Card className="max-w-3xl">
      <CardBody>
        <form onSubmit={submit} className="grid gap-6">
          <CatalogField
            names={catalogNames}
            hint="An existing name brings that catalog up to date."
          />
          <OriginFields {...origin} />
          <TextField
            id="imageDirectory"
            label="Folder with the images"
            hint="A folder on the server, for feeds that name image files. Leave empty where they hold addresses, or come as a zip with the images."
            placeholder="/data/import/images"
          />
          <InlineFailure failure={failure} />
          <Button type="submit" disabled={pending} className="justify-self-start">
            {pending ? 'Sending the file…' : 'Read the feed'}
          </Button>
        </form>
      </CardBody>
    </Card>
  );
}
