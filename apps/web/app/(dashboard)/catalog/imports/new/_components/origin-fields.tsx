import { TextField } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { AddressField } from '../../_components/feed-fields';
import { FileDrop } from './file-drop';
import type { Origin } from './use-source-form';

const origins = [
  { value: 'upload', label: 'A file' },
  { value: 'address', label: 'An address' },
  { value: 'path', label: 'On the server' },
] as const;

interface OriginFieldsProps {
  origin: Origin;
  setOrigin: (origin: Origin) => void;
  file: File | null;
  setFile: (file: File) => void;
}

/** Where the feed comes from, and the one field that this needs. */
export function OriginFields({ origin, setOrigin, file, setFile }: OriginFieldsProps) {
  return (
    <div className="grid justify-items-start gap-3">
      <Segmented<Origin>
        label="Where the feed comes from"
        value={origin}
        onChange={setOrigin}
        options={origins}
      />
      {origin === 'upload' ? <FileDrop id="feedFile" file={file} onFile={setFile} /> : null}
      {origin === 'address' ? <AddressField className="w-full" /> : null}
      {origin === 'path' ? (
        <TextField
          id="path"
          label="Path of the feed"
          hint="A file, zip or folder under a root the operator allowed (IMPORT_ROOTS)."
          required
          placeholder="/data/import/products.csv"
          className="w-full"
        />
      ) : null}
    </div>
  );
}
