import { type PublishedJob, TOPS } from './job.ts';

/**
 * The jobs at the top of `job_configs`. With `other_losses/mildnet_contrastive` they are the models
 * that the paper compares.
 */
export const COMPARISON_JOBS: readonly PublishedJob[] = [
  {
    name: 'alexnet',
    group: '.',
    description: 'Multi-scale AlexNet',
    file: {
      model_id: 'alexnet',
      loss: 'hinge_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 20,
      batch_size: 32,
      lr: 0.001,
    },
    notes: [
      'The published job can not run: its images have the wrong shape. This one runs the network that it meant.',
    ],
  },
  {
    name: 'mildnet',
    group: '.',
    description: 'MILDNet, as compared in the paper',
    file: {
      model_id: 'mildnet_vgg16',
      loss: 'contrastive_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 30,
      batch_size: 16,
      lr: 0.001,
    },
  },
  {
    name: 'ranknet',
    group: '.',
    description: 'RankNet',
    file: {
      model_id: 'ranknet',
      loss: 'contrastive_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 30,
      batch_size: 16,
      lr: 0.001,
    },
  },
  {
    name: 'vanila_vgg16',
    group: '.',
    description: 'VGG16 alone',
    file: {
      model_id: 'vanila_vgg16',
      loss: 'hinge_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 8,
      batch_size: 16,
      lr: 0.001,
    },
    notes: ['Its output is a map of 25,088 numbers that nothing normalises.'],
  },
  {
    name: 'visnet',
    group: '.',
    description: 'VisNet without local response normalisation',
    file: {
      model_id: 'visnet_model',
      loss: 'hinge_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 20,
      batch_size: 16,
      lr: 0.001,
    },
  },
  {
    name: 'visnet-lrn2d',
    group: '.',
    description: 'VisNet with local response normalisation',
    file: {
      model_id: 'visnet_lrn2d_model',
      loss: 'hinge_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 20,
      batch_size: 16,
      lr: 0.001,
    },
    notes: ['As published the normalisation returns its input.'],
  },
];
