'use client';

import { useState } from 'react';
import { Card, CardBody } from '@/components/ui/card';
import { Segmented } from '@/components/ui/segmented';
import { GenerateForm } from './generate-form';
import { ImportTripletsForm } from './import-triplets-form';

interface TripletSetFormProps {
  catalogs: { id: string; name: string; productCount: number }[];
  from: 'recipe' | 'csv';
}

export function TripletSetForm({ catalogs, from }: TripletSetFormProps) {
  const [way, setWay] = useState(from);
  return (
    <div className="grid max-w-3xl justify-items-start gap-4">
      <Segmented
        label="How to make the triplets"
        value={way}
        onChange={setWay}
        options={[
          { value: 'recipe', label: 'Generate from the catalog' },
          { value: 'csv', label: 'Import CSV files' },
        ]}
      />
      <Card className="w-full">
        <CardBody>
          {way === 'recipe' ? (
            <GenerateForm catalogs={catalogs} />
          ) : (
            <ImportTripletsForm catalogs={catalogs} />
          )}
        </CardBody>
      </Card>
    </div>
  );
}
