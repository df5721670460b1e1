import Link from 'next/link';
import { Photo } from '@/components/shared/photo';
import { RoleLabel, type TripletRole } from '@/components/shared/role-label';
import type { SampleTripletsQuery, TripletImageFragment } from '@/lib/api/generated/graphql';
import { cn } from '@/lib/class-names';

type Triplet = SampleTripletsQuery['sampleTriplets'][number];

const queryWords = { WILD: 'wild', CATALOG: 'catalog' } as const;
const negativeWords = { IN_CLASS: 'in class', OUT_OF_CLASS: 'out of class' } as const;

/** One triplet as three pictures; each leads to its product. */
export function TripletPictures({ triplet }: { triplet: Triplet }) {
  return (
    <li className="grid grid-cols-3 gap-2 sm:gap-3">
      <RoleImage
        part="query"
        image={triplet.query}
        detail={triplet.queryKind ? queryWords[triplet.queryKind] : undefined}
      />
      <RoleImage part="positive" image={triplet.positive} />
      <RoleImage
        part="negative"
        image={triplet.negative}
        detail={triplet.negativeKind ? negativeWords[triplet.negativeKind] : undefined}
      />
    </li>
  );
}

const frames = {
  query: 'border-query/60',
  positive: 'border-positive/60',
  negative: 'border-negative/60',
} as const;

function RoleImage(props: { part: TripletRole; image: TripletImageFragment; detail?: string }) {
  const product = props.image.products[0];
  return (
    <figure className="group relative min-w-0">
      <Photo
        src={props.image.thumbnailUrl}
        alt=""
        className={cn('rounded-md border-2', frames[props.part])}
      />
      <figcaption className="mt-1.5 text-xs">
        <span className="flex flex-wrap items-center gap-x-1.5 text-muted-foreground">
          <RoleLabel part={props.part} />
          {props.detail}
        </span>
        {product ? (
          <Link
            href={`/catalog/${product.id}`}
            title={product.title}
            className="block truncate after:absolute after:inset-0 group-hover:underline"
          >
            {product.title}
          </Link>
        ) : null}
      </figcaption>
    </figure>
  );
}
