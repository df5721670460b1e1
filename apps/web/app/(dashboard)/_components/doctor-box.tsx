import { Lightbulb } from 'lucide-react';
import { DetailList } from '@/components/shared/detail-list';
import { Card, CardBody, CardHeader } from '@/components/ui/card';
import type { OverviewQuery } from '@/lib/api/generated/graphql';

/** What the system runs on, and what would make it faster. */
export function DoctorBox({ doctor }: { doctor: OverviewQuery['status']['doctor'] }) {
  return (
    <Card aria-labelledby="doctor-heading">
      <CardHeader id="doctor-heading" title="Doctor" hint="What this installation runs on." />
      <CardBody className="grid gap-4">
        <DetailList
          items={[
            { term: 'Training backend', detail: doctor.backend },
            {
              term: 'Database',
              detail:
                doctor.embedded && !/embedded/i.test(doctor.database)
                  ? `${doctor.database}, embedded`
                  : doctor.database,
            },
            { term: 'pgvector', detail: doctor.pgvector },
          ]}
        />
        {doctor.advice.length > 0 ? (
          <ul className="grid gap-2 text-sm">
            {doctor.advice.map((text) => (
              <li key={text} className="flex gap-2.5">
                <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
                <span className="min-w-0 break-words">{text}</span>
              </li>
            ))}
          </ul>
        ) : null}
      </CardBody>
    </Card>
  );
}
