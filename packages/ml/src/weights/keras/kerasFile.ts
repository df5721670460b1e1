import type { Group } from 'h5wasm/node';
import { MlError } from '../../errors.ts';
import { findGroup, namesAttribute, readWeight, stringAttribute, withHdf5 } from './hdf5.ts';
import type { KerasLayer, KerasWeight } from './kerasLayer.ts';

/**
 * Reads the layers that have weights, from any of the files that Keras has written since 1.0:
 * `save_weights` and the ImageNet files (names in attributes), `save` to one `.h5` (the same under
 * `model_weights`), and Keras 3's `.weights.h5` (numbered variables). Nested models are flattened.
 *
 * @throws {MlError} WEIGHTS_MISSING, WEIGHTS_UNSUPPORTED, WEIGHTS_CORRUPT
 */
export function readKerasFile(path: string): Promise<KerasLayer[]> {
  return withHdf5(path, (file) => {
    const root = findGroup(file, 'model_weights') ?? file;
    const names = namesAttribute(root, 'layer_names');
    const layers = names ? attributeLayers(root, names) : numberedLayers(root);
    if (layers.length > 0) return layers;
    const message = `${path} holds no Keras weights, neither by layer_names nor under layers/.`;
    throw new MlError('WEIGHTS_UNSUPPORTED', message, { path });
  });
}

/** Keras 1 and 2: each layer's group lists its weights in `weight_names`. */
function attributeLayers(root: Group, names: readonly string[]): KerasLayer[] {
  return names.flatMap((name) => {
    const group = findGroup(root, name);
    if (!group) {
      const message = `The file names the layer ${name} and does not hold it.`;
      throw new MlError('WEIGHTS_CORRUPT', message, { layer: name });
    }
    const weightNames = namesAttribute(group, 'weight_names') ?? [];
    return byLayer(
      name,
      weightNames.map((weight) => readWeight(group, weight, weight)),
    );
  });
}

/**
 * A layer's own weights; or a nested model's, `block1_conv1/kernel:0` and so on, by the layer that
 * each belongs to. Keras lists all that train before all that do not, so a layer may come twice.
 */
function byLayer(name: string, weights: readonly KerasWeight[]): KerasLayer[] {
  if (weights.length === 0) return [];
  const owners = weights.map((weight) => weight.name.split('/').at(-2));
  if (new Set(owners).size < 2) return [{ name, weights: [...weights] }];
  const layers = new Map<string, KerasWeight[]>();
  for (const [i, weight] of weights.entries()) {
    const owner = owners[i] ?? name;
    layers.set(owner, [...(layers.get(owner) ?? []), weight]);
  }
  return [...layers].map(([owner, own]) => ({ name: owner, weights: own }));
}

/**
 * Keras 3: `layers/<class>_<n>/vars/<i>`, the layer's own name an attribute (absent before 3.4,
 * where the group's name, its class and count, has to do).
 */
function numberedLayers(parent: Group): KerasLayer[] {
  const layers = findGroup(parent, 'layers');
  if (!layers) return [];
  return inOrder(layers.keys()).flatMap((key) => {
    const layer = findGroup(layers, key);
    const vars = layer && findGroup(layer, 'vars');
    if (!layer) return [];
    const name = (vars && stringAttribute(vars, 'name')) ?? key;
    const weights = vars
      ? inOrder(vars.keys()).map((i) => readWeight(vars, i, `${name}/${i}`))
      : [];
    return [...(weights.length > 0 ? [{ name, weights }] : []), ...numberedLayers(layer)];
  });
}

/** `conv2d_2` before `conv2d_10`. */
function inOrder(keys: readonly string[]): string[] {
  return [...keys].sort(new Intl.Collator('en', { numeric: true }).compare);
}
