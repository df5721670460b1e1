import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { ChannelSlice } from '../channelSlice.ts';
import type { InitialWeights } from '../initialWeights.ts';
import { LocalResponseNormalization } from '../localResponseNormalization.ts';
import { through } from './through.ts';

/**
 * AlexNet's five convolutions (Krizhevsky et al. 2012), three of them in two groups, named as in
 * heuritech/convnets-keras; channels last, where that has them first.
 *
 * @returns `convpool_5`, `[batch, 6, 6, 256]` for an image of 227x227
 */
export function alexnet(image: SymbolicTensor, initial: InitialWeights): SymbolicTensor {
  const convolution = (name: string, filters: number, kernelSize: number, strides = 1) =>
    layers.conv2d({
      name,
      filters,
      kernelSize,
      strides,
      activation: 'relu',
      kernelInitializer: initial.glorotUniform(name),
    });
  const pool = (name: string) => layers.maxPooling2d({ name, poolSize: 3, strides: 2 });
  const normalize = (name: string) => new LocalResponseNormalization({ name });
  const pad = (name: string, padding: number) => layers.zeroPadding2d({ name, padding });
  const grouped = (x: SymbolicTensor, name: string, filters: number, kernelSize: number) => {
    const size = (x.shape[3] as number) / 2;
    const groups = [0, 1].map((i) =>
      through(x, [
        new ChannelSlice({ name: `${name}_channels_${i + 1}`, start: i * size, size }),
        convolution(`${name}_${i + 1}`, filters, kernelSize),
      ]),
    );
    return layers.concatenate({ name }).apply(groups) as SymbolicTensor;
  };

  let x = through(image, [
    convolution('conv_1', 96, 11, 4),
    pool('pool_1'),
    normalize('convpool_1'),
    pad('pad_2', 2),
  ]);
  x = grouped(x, 'conv_2', 128, 5);
  x = through(x, [pool('pool_2'), normalize('convpool_2'), pad('pad_3', 1)]);
  x = through(x, [convolution('conv_3', 384, 3), pad('pad_4', 1)]);
  x = grouped(x, 'conv_4', 192, 3);
  x = grouped(through(x, [pad('pad_5', 1)]), 'conv_5', 128, 3);
  return through(x, [pool('convpool_5')]);
}
