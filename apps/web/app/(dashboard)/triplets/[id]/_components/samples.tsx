import { splits } from '@/lib/splits';
import type { SampleState } from '@/lib/triplets/sample-state';
import { SampleControls } from './sample-controls';
import { SplitSample } from './split-sample';

/** Random triplets of every split, or of the one that was chosen. */
export function Samples({ setId, state }: { setId: string; state: SampleState }) {
  const shown = splits.filter(({ split }) => !state.split || state.split === split);
  return (
    <>
      <SampleControls state={state} />
      <div className={state.split ? '' : 'grid gap-x-8 gap-y-8 md:grid-cols-2 xl:grid-cols-3'}>
        {shown.map(({ split, name }) => (
          <SplitSample key={split} setId={setId} split={split} name={name} state={state} />
        ))}
      </div>
    </>
  );
}
