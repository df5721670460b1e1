import { type PublishedJob, TOPS } from './job.ts';

/** MILDNet with other losses (`job_configs/other_losses`). */
export const OTHER_LOSS_JOBS: readonly PublishedJob[] = [
  {
    name: 'mildnet_angular_1',
    group: 'other_losses',
    description: 'MILDNet with the first angular loss',
    file: {
      model_id: 'mildnet_vgg16',
      loss: 'angular_loss_1',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 6,
      batch_size: 16,
      lr: 0.001,
    },
  },
  {
    name: 'mildnet_angular_2',
    group: 'other_losses',
    description: 'MILDNet with the second angular loss',
    file: {
      model_id: 'mildnet_vgg16',
      loss: 'angular_loss_2',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 6,
      batch_size: 16,
      lr: 0.001,
    },
    notes: [
      'Where the published exponentials overflow, ours are computed in a form that does not.',
    ],
  },
  {
    name: 'mildnet_contrastive',
    group: 'other_losses',
    description: 'MILDNet with the contrastive loss, fewer epochs',
    file: {
      model_id: 'mildnet_vgg16',
      loss: 'contrastive_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 8,
      batch_size: 16,
      lr: 0.001,
    },
  },
  {
    name: 'mildnet_hinge_new',
    group: 'other_losses',
    description: 'MILDNet with a hinge that also parts positive and negative',
    file: {
      model_id: 'mildnet_vgg16',
      loss: 'hinge_new_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 18,
      batch_size: 16,
      lr: 0.0001,
    },
  },
  {
    name: 'mildnet_lossless',
    group: 'other_losses',
    description: 'MILDNet with the lossless loss',
    file: {
      model_id: 'mildnet_vgg16',
      loss: 'lossless_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 6,
      batch_size: 16,
      lr: 0.001,
    },
    notes: ['As published the loss is always 0 and nothing is learnt.'],
  },
];
