import { sparklinePath } from '@/lib/overview/sparkline';

const width = 160;
const height = 48;

/** A curve without axes, for a glance. */
export function Sparkline({
  values,
  className,
}: {
  values: readonly number[];
  className?: string;
}) {
  const path = sparklinePath(values, width, height);
  return (
    <svg
      aria-hidden
      viewBox={`0 -3 ${width} ${height + 6}`}
      preserveAspectRatio="none"
      className={className}
    >
      {path ? (
        <path
          d={path}
          fill="none"
          className="stroke-chart-1"
          strokeWidth="2"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      ) : (
        <path
          d={`M0 ${height / 2}H${width}`}
          className="stroke-border"
          strokeWidth="1.5"
          strokeDasharray="4 4"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
