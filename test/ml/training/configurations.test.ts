import { describe, expect, it } from 'vitest';
import {
  defaultTrainingConfig,
  parseTrainingConfig,
} from '../../../packages/ml/src/training/config.ts';
import {
  listConfigurations,
  requireConfiguration,
} from '../../../packages/ml/src/training/published/configurations.ts';

/** Rows of MODELS.md 4: name, folder, model, loss, optimizer, learning rate, epochs, batch. */
const TABLE = `
alexnet . alexnet hinge_loss mo 0.001 20 32
mildnet . mildnet_vgg16 contrastive_loss mo 0.001 30 16
ranknet . ranknet contrastive_loss mo 0.001 30 16
vanila_vgg16 . vanila_vgg16 hinge_loss mo 0.001 8 16
visnet . visnet_model hinge_loss mo 0.001 20 16
visnet-lrn2d . visnet_lrn2d_model hinge_loss mo 0.001 20 16
mildnet_skip_1 ablation mildnet_vgg16_skip_1 hinge_loss mo 0.001 20 32
mildnet_skip_2 ablation mildnet_vgg16_skip_2 hinge_loss mo 0.001 20 32
mildnet_skip_3 ablation mildnet_vgg16_skip_3 hinge_loss mo 0.001 20 32
mildnet_skip_4 ablation mildnet_vgg16_skip_4 hinge_loss mo 0.001 20 16
mildnet_1024_512 low_features mildnet_1024_512 hinge_loss mo 0.001 20 16
mildnet_512_512 low_features mildnet_512_512 hinge_loss mo 0.001 20 16
mildnet_512_no_dropout low_features mildnet_512_no_dropout hinge_loss mo 0.0001 20 16
mildnet_angular_1 other_losses mildnet_vgg16 angular_loss_1 mo 0.001 6 16
mildnet_angular_2 other_losses mildnet_vgg16 angular_loss_2 mo 0.001 6 16
mildnet_contrastive other_losses mildnet_vgg16 contrastive_loss mo 0.001 8 16
mildnet_hinge_new other_losses mildnet_vgg16 hinge_new_loss mo 0.0001 18 16
mildnet_lossless other_losses mildnet_vgg16 lossless_loss mo 0.001 6 16
mildnet_all_trainable other_variants mildnet_all_trainable hinge_loss mo 0.001 20 32
mildnet_cropped other_variants mildnet_vgg16 hinge_loss mo 0.0001 20 16
mildnet_mobilenet other_variants mildnet_mobilenet hinge_loss mo 0.001 20 16
mildnet_vgg16_big other_variants mildnet_vgg16_big hinge_loss rms 0.001 8 16
mildnet_vgg19 other_variants mildnet_vgg19 contrastive_loss mo 0.001 20 16
mildnet_without_skip other_variants mildnet_without_skip hinge_loss mo 0.001 8 16
mildnet_without_skip_big other_variants mildnet_without_skip_big hinge_loss mo 0.001 12 16`
  .trim()
  .split('\n');

const published = listConfigurations().filter(({ status }) => status === 'as published');
const intended = listConfigurations().filter(({ status }) => status === 'as intended');

describe('the published configurations', () => {
  it('are the 25 of the published code', () => {
    const rows = published.map(({ name, job: { group, file } }) =>
      [name, group, file.model_id, file.loss, file.optimizer, file.lr, file.train_epocs].concat(
        file.batch_size,
      ),
    );
    expect(rows.map((row) => row.join(' '))).toEqual(TABLE);
    const cropped = published.filter(({ job }) => job.file.train_csv !== 'tops_train_shuffle.csv');
    expect(cropped.map(({ name }) => name)).toEqual(['mildnet_cropped']);
  });

  it.each(listConfigurations())('$name can be trained as it stands', ({ config, job }) => {
    const whole = parseTrainingConfig(config);
    expect(whole).toEqual(defaultTrainingConfig(config));
    expect(whole).toMatchObject({
      learningRate: job.file.lr,
      epochs: job.file.train_epocs,
      batchSize: job.file.batch_size,
      optimizer: job.file.optimizer === 'rms' ? 'rmsprop' : 'sgd-nesterov',
      augmentation: 'published',
      schedule: 'constant',
      weightDecay: 0,
      maxStepsPerEpoch: null,
      mining: 'none',
    });
  });

  it('use the published formulas and order, and the published network', () => {
    for (const { config, job } of published) {
      expect(config.model).toBe(job.file.model_id);
      expect(config.loss).toBe(
        `${job.file.loss.replace('_loss', '').replaceAll('_', '-')}-published`,
      );
      expect(config.sampler).toBe('fixed-order');
      expect(config.imagenetInput).toBe('as-published');
    }
  });

  it('have a form without the defects, under a name of its own', () => {
    expect(intended.map(({ name }) => name)).toEqual(
      published.map(({ name }) => `${name}_intended`),
    );
    for (const { config } of intended) {
      expect(config.loss).not.toMatch(/published/);
      expect(config.imagenetInput).toBe('as-intended');
    }
    expect(requireConfiguration('mildnet_mobilenet_intended').config).toMatchObject({
      model: 'mildnet_mobilenet_intended',
      loss: 'triplet-hinge',
      margin: 1,
    });
    expect(requireConfiguration('mildnet_skip_1_intended').config.model).toBe(
      'mildnet_vgg16_skip_1',
    );
  });

  it('are refused by a name that there is not, with those that there are', () => {
    expect(() => requireConfiguration('mildnet_skip_5')).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining('skip_4'),
      }),
    );
  });
});
