import type {
  KernelBackend,
  NamedAttrMap,
  NamedTensorInfoMap,
  Tensor,
  TensorInfo,
} from '@tensorflow/tfjs-core';

/** TensorFlow's own numbers for the types of attributes and elements, as the binding names them. */
interface Binding {
  TF_ATTR_INT: number;
  TF_ATTR_FLOAT: number;
  TF_ATTR_STRING: number;
  TF_ATTR_BOOL: number;
  TF_ATTR_TYPE: number;
  TF_FLOAT: number;
}

/** What tfjs-node's backend offers beyond the public interface: any operation of TensorFlow. */
export interface NativeBackend extends KernelBackend {
  binding: Binding;
  isUsingGpuDevice: boolean;
  executeMultipleOutputs(
    name: string,
    attributes: object[],
    inputs: TensorInfo[],
    outputs: number,
  ): Tensor[];
  executeSingleOutput(name: string, attributes: object[], inputs: TensorInfo[]): Tensor;
}

export interface NativeCall<Inputs extends NamedTensorInfoMap> {
  backend: NativeBackend;
  inputs: Inputs;
  attrs: NamedAttrMap;
}

type Attribute = number | boolean | string | readonly string[];

/**
 * Attributes as the binding wants them: every float operation has its element type, then numbers
 * as floats, words as strings. Lists of words only a binding made by `build-native.ts` takes.
 */
export function attributes(
  backend: NativeBackend,
  values: Record<string, Attribute>,
  types: readonly string[] = ['T'],
): object[] {
  const { binding } = backend;
  const kinds = {
    number: binding.TF_ATTR_FLOAT,
    boolean: binding.TF_ATTR_BOOL,
    string: binding.TF_ATTR_STRING,
  };
  return [
    ...types.map((name) => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT })),
    ...Object.entries(values).map(([name, value]) => ({
      name,
      type: kinds[typeof [value].flat()[0] as keyof typeof kinds],
      value,
    })),
  ];
}

/** Attributes that are whole numbers, or lists of them. */
export function integers(
  { binding }: NativeBackend,
  values: Record<string, number | readonly number[]>,
): object[] {
  return Object.entries(values).map(([name, value]) => ({
    name,
    type: binding.TF_ATTR_INT,
    value,
  }));
}

/** An attribute that is a list of one type: float. */
export function floatTypes({ binding }: NativeBackend, name: string): object {
  return { name, type: binding.TF_ATTR_TYPE, value: [binding.TF_FLOAT] };
}
