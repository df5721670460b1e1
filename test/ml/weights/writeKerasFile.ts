import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as hdf5 from 'h5wasm/node';

/** A model's weights in Keras 2's layout, names as the authors of a nano in Keras would have them. */
export async function writeKerasFile(net: LayersModel, path: string): Promise<void> {
  await hdf5.ready;
  const file = new hdf5.File(path, 'w');
  const own = net.layers.filter((layer) => layer.weights.length > 0);
  file.create_attribute(
    'layer_names',
    own.map(({ name }) => name),
  );
  for (const layer of own) {
    const group = file.create_group(layer.name);
    const names = layer.weights.map(({ originalName }) => `${originalName}:0`);
    group.create_attribute('weight_names', names);
    group.create_group(layer.name);
    for (const [i, weight] of layer.weights.entries()) {
      const shape = weight.shape as number[];
      group.create_dataset({
        name: names[i] as string,
        data: weight.read().dataSync() as Float32Array,
        shape,
      });
    }
  }
  file.close();
}
