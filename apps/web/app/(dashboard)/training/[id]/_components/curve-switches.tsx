import { useId } from 'react';
import { Checkbox } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import type { XAxis } from '@/lib/training/chart-rows';

const axes = [
  { value: 'step', label: 'Step' },
  { value: 'time', label: 'Time' },
] as const;

interface CurveSwitchesProps {
  smooth: boolean;
  onSmooth: (smooth: boolean) => void;
  axis: XAxis;
  onAxis: (axis: XAxis) => void;
}

/** How the curves are drawn: smoothed or not, over steps or time. */
export function CurveSwitches({ smooth, onSmooth, axis, onAxis }: CurveSwitchesProps) {
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-4">
      <label htmlFor={id} className="flex items-center gap-2 text-sm">
        <Checkbox id={id} checked={smooth} onChange={(event) => onSmooth(event.target.checked)} />
        Smoothing
      </label>
      <Segmented<XAxis> label="Horizontal axis" value={axis} onChange={onAxis} options={axes} />
    </div>
  );
}
