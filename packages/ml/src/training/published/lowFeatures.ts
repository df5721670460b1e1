import { type PublishedJob, TOPS } from './job.ts';

/** MILDNet with shorter embeddings (`job_configs/low_features`). */
export const LOW_FEATURE_JOBS: readonly PublishedJob[] = [
  {
    name: 'mildnet_1024_512',
    group: 'low_features',
    description: 'MILDNet with embeddings of 512, from 1024 hidden units',
    file: {
      model_id: 'mildnet_1024_512',
      loss: 'hinge_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 20,
      batch_size: 16,
      lr: 0.001,
    },
  },
  {
    name: 'mildnet_512_512',
    group: 'low_features',
    description: 'MILDNet with embeddings of 512, from 512 hidden units',
    file: {
      model_id: 'mildnet_512_512',
      loss: 'hinge_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 20,
      batch_size: 16,
      lr: 0.001,
    },
  },
  {
    name: 'mildnet_512_no_dropout',
    group: 'low_features',
    description: 'MILDNet with embeddings of 512, without dropout',
    file: {
      model_id: 'mildnet_512_no_dropout',
      loss: 'hinge_loss',
      optimizer: 'mo',
      ...TOPS,
      train_epocs: 20,
      batch_size: 16,
      lr: 0.0001,
    },
  },
];
