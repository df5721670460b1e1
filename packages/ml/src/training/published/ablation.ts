import { type PublishedJob, TOPS } from './job.ts';

/** MILDNet with one block less after another (`job_configs/ablation`). */
export const ABLATION_JOBS: readonly PublishedJob[] = [
  {
    name: 'mildnet_skip_1',
    group: 'ablation',
    description: 'MILDNet without block 1',
    file: {
      model_id: 'mildnet_vgg16_skip_1',
      loss: 'hinge_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 20,
      batch_size: 32,
      lr: 0.001,
    },
  },
  {
    name: 'mildnet_skip_2',
    group: 'ablation',
    description: 'MILDNet without blocks 1 and 2',
    file: {
      model_id: 'mildnet_vgg16_skip_2',
      loss: 'hinge_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 20,
      batch_size: 32,
      lr: 0.001,
    },
  },
  {
    name: 'mildnet_skip_3',
    group: 'ablation',
    description: 'MILDNet without blocks 1 to 3',
    file: {
      model_id: 'mildnet_vgg16_skip_3',
      loss: 'hinge_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 20,
      batch_size: 32,
      lr: 0.001,
    },
  },
  {
    name: 'mildnet_skip_4',
    group: 'ablation',
    description: 'MILDNet without blocks 1 to 4',
    file: {
      model_id: 'mildnet_vgg16_skip_4',
      loss: 'hinge_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 20,
      batch_size: 16,
      lr: 0.001,
    },
    notes: ['Its output is a map of 100,352 numbers, normalised over its height.'],
  },
];
