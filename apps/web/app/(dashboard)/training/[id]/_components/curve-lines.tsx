import { Line } from 'recharts';
import { splitWord } from '@/lib/splits';
import { type Curve, isSmoothable } from '@/lib/training/chart-rows';
import { splitColour } from './split-colour';

/** The lines of one chart: raw values first, so that they lie beneath. */
export function curveLines(curves: readonly Curve[], smoothed: boolean) {
  const smooth = smoothed ? curves.filter(({ points }) => isSmoothable(points)) : [];
  return [...smooth.map(({ split }) => rawLine(split)), ...curves.map(mainLine)];
}

function rawLine(split: string) {
  return (
    <Line
      key={`${split} raw`}
      dataKey={`${split} raw`}
      stroke={splitColour(split)}
      strokeOpacity={0.25}
      strokeWidth={1}
      dot={false}
      activeDot={false}
      connectNulls
      isAnimationActive={false}
      tooltipType="none"
    />
  );
}

function mainLine({ split, points }: Curve) {
  const colour = splitColour(split);
  return (
    <Line
      key={split}
      dataKey={split}
      name={splitWord(split)}
      stroke={colour}
      strokeWidth={2}
      dot={isSmoothable(points) ? false : { r: 2.5, fill: colour, strokeWidth: 0 }}
      connectNulls
      isAnimationActive={false}
    />
  );
}
