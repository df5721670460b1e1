import { describe, expect, it } from 'vitest';
import { changedConfig, configFields } from '../../apps/web/lib/training-config.ts';

const defaults = {
  model: 'mildnet-nano',
  learningRate: 0.002,
  augment: true,
  maxStepsPerEpoch: null,
  epochs: 8,
};

/** A form as the page would send it: defaults, with some fields filled differently. */
function form(changes: Record<string, string | null>) {
  const data = new FormData();
  for (const { name, value, kind } of configFields(defaults)) {
    const entered = name in changes ? changes[name] : kind === 'boolean' ? 'on' : value;
    if (entered !== null && entered !== undefined) data.set(`config.${name}`, entered);
  }
  return data;
}

describe('changedConfig', () => {
  it('is empty for an untouched form', () => {
    expect(changedConfig(defaults, form({}))).toEqual({});
  });

  it('holds only what differs, with its type', () => {
    const changes = form({
      model: 'mildnet_vgg16',
      learningRate: '0.01',
      augment: null,
      maxStepsPerEpoch: '50',
    });
    expect(changedConfig(defaults, changes)).toEqual({
      model: 'mildnet_vgg16',
      learningRate: 0.01,
      augment: false,
      maxStepsPerEpoch: 50,
    });
  });

  it('names the field that is not a number', () => {
    expect(() => changedConfig(defaults, form({ epochs: '' }))).toThrow('epochs must be a number');
  });

  it('names the field that is not JSON', () => {
    expect(() => changedConfig(defaults, form({ maxStepsPerEpoch: 'lots' }))).toThrow(
      'maxStepsPerEpoch must be JSON',
    );
  });
});
