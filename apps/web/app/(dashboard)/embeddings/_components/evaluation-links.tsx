import Link from 'next/link';
import type { ModelVersionRowFragment } from '@/lib/api/generated/graphql';
import { isActive } from '@/lib/job';
import { splitWord } from '@/lib/splits';

/** The reports on a model version, and the way to another. */
export function EvaluationLinks({ model }: { model: ModelVersionRowFragment }) {
  return (
    <ul
      aria-label={`Evaluations of model ${model.number}`}
      className="flex flex-wrap gap-x-4 gap-y-1 text-sm"
    >
      {model.evaluations.map(({ id, split, status, tripletSet }) => (
        <li key={id}>
          <Link href={`/embeddings/evaluations/${id}`} className="underline underline-offset-4">
            {tripletSet ? `${tripletSet.name} v${tripletSet.version}` : 'Deleted set'},{' '}
            {splitWord(split)}
          </Link>
          {isActive(status)
            ? ' (running)'
            : status === 'SUCCEEDED'
              ? ''
              : ` (${status.toLowerCase()})`}
        </li>
      ))}
      <li>
        <Link
          href={`/embeddings/evaluations/new?model=${model.id}`}
          className="underline underline-offset-4"
        >
          Evaluate on a triplet set
        </Link>
      </li>
    </ul>
  );
}
