import type { LayerCall } from '../layerCalls.ts';
import type { GraphBuilder } from './graphBuilder.ts';

/** What a translator is given: images inside the graph are `[batch, channels, height, width]`. */
export interface Translation {
  graph: GraphBuilder;
  call: LayerCall;
  /** Names of the inputs. */
  inputs: readonly string[];
  weights: readonly Float32Array[];
}
