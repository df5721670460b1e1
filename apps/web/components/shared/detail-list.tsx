import { Fragment, type ReactNode } from 'react';

/** Names and values of one thing, as a two-column list. */
export function DetailList({ items }: { items: { term: string; detail: ReactNode }[] }) {
  return (
    <dl className="tnum grid content-start grid-cols-[minmax(8rem,auto)_minmax(0,1fr)] text-sm">
      {items.map(({ term, detail }) => (
        <Fragment key={term}>
          <dt className="border-b py-1.5 pr-6 text-muted-foreground">{term}</dt>
          <dd className="break-words border-b py-1.5">{detail}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
