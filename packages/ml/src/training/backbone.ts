import type { LayersModel } from '@tensorflow/tfjs-layers';
import { BatchNormalization } from '../models/batchNormalization.ts';
import type { ImagenetBackbone, ModelDefinition } from '../models/definition.ts';

type Layer = LayersModel['layers'][number];

/** Names of the layers that come with ImageNet weights, as Keras gives them. */
const PRETRAINED_LAYERS: Record<ImagenetBackbone, RegExp> = {
  vgg16: /^block\d_conv\d$/,
  vgg19: /^block\d_conv\d$/,
  mobilenet: /^conv(1|_(dw|pw)_\d+)(_bn)?$/,
};

/**
 * The layers that may be frozen for the first epochs: those with pretrained weights where there
 * are any, else everything before the dense layers.
 */
export function backboneLayers(
  model: LayersModel,
  { imagenetBackbone }: Pick<ModelDefinition, 'imagenetBackbone'>,
): Layer[] {
  const pretrained = imagenetBackbone && PRETRAINED_LAYERS[imagenetBackbone];
  return model.layers.filter((layer) => {
    if (layer.weights.length === 0) return false;
    return pretrained ? pretrained.test(layer.name) : layer.getClassName() !== 'Dense';
  });
}

/** A frozen normalisation keeps its statistics and uses them, or the frozen part would still move. */
export function freezeStatistics(layers: readonly Layer[], frozen: boolean): void {
  for (const layer of layers) if (layer instanceof BatchNormalization) layer.frozen = frozen;
}
