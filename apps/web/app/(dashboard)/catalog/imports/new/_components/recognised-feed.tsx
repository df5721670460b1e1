import { Card, CardBody } from '@/components/ui/card';
import { Field, Select } from '@/components/ui/field';
import { formats, readFormat } from '@/lib/catalog/feed-words';
import type { FeedAnalysis, Reading } from './use-analysis';

interface RecognisedFeedProps {
  /** What the feed is called: its file, address or path. */
  name: string;
  analysis: FeedAnalysis;
  reading: Reading;
  read: (reading: Reading) => Promise<void>;
}

/** What the feed was taken for; another choice reads it anew, with that format's own columns. */
export function RecognisedFeed({ name, analysis, reading, read }: RecognisedFeedProps) {
  return (
    <Card>
      <CardBody className="grid gap-5 sm:grid-cols-3">
        <div className="min-w-0 text-sm">
          <p className="font-medium">Feed</p>
          <p className="mt-2.5 break-all text-muted-foreground">{name}</p>
        </div>
        <FormatSelect
          value={analysis.format}
          onChange={(text) =>
            void read({ ...reading, mapping: undefined, format: readFormat(text) })
          }
        />
        <EncodingSelect
          value={analysis.encoding.toLowerCase()}
          onChange={(encoding) => void read({ ...reading, encoding })}
        />
        {analysis.warnings.length > 0 ? (
          <ul className="grid gap-1 text-sm text-warning sm:col-span-3">
            {analysis.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        ) : null}
      </CardBody>
    </Card>
  );
}

interface SelectProps {
  value: string;
  onChange: (value: string) => void;
}

function FormatSelect({ value, onChange }: SelectProps) {
  return (
    <Field id="format" label="Format">
      <Select id="format" value={value} onChange={(event) => onChange(event.target.value)}>
        {formats.map((format) => (
          <option key={format.value} value={format.value}>
            {format.name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'];

function EncodingSelect({ value, onChange }: SelectProps) {
  return (
    <Field id="encoding" label="Encoding">
      <Select id="encoding" value={value} onChange={(event) => onChange(event.target.value)}>
        {[...new Set([value, ...encodings])].map((name) => (
          <option key={name} value={name}>
            {name.toUpperCase()}
          </option>
        ))}
      </Select>
    </Field>
  );
}
