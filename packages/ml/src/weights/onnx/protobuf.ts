import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/**
 * The messages of onnx.proto (Apache-2.0, github.com/onnx/onnx) as far as we write them, and their
 * encoding. Numbers are the fields' own.
 */

export interface OnnxTensor {
  name: string;
  dims: readonly number[];
  /** Float32Array: FLOAT; BigInt64Array: INT64. */
  values: Float32Array | BigInt64Array;
}

export type OnnxAttribute = number | string | readonly number[] | { float: number };

export interface OnnxNode {
  name: string;
  op: string;
  inputs: readonly string[];
  output: string;
  /** A number is an INT, a list INTS, a string STRING. */
  attributes: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxValue {
  name: string;
  /** A string is a dimension that only a caller knows. */
  shape: readonly (number | string)[];
}

export interface OnnxGraph {
  name: string;
  nodes: readonly OnnxNode[];
  initializers: readonly OnnxTensor[];
  input: OnnxValue;
  output: OnnxValue;
}

export interface OnnxModel {
  irVersion: number;
  opset: number;
  producer: { name: string; version: string };
  description: string;
  graph: OnnxGraph;
  metadata: Readonly<Record<string, string>>;
}

const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** The bytes of a `.onnx` file. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const writer = new BinaryWriter();
  integer(writer, 1, model.irVersion);
  text(writer, 2, model.producer.name);
  text(writer, 3, model.producer.version);
  text(writer, 6, model.description);
  message(writer, 7, () => graph(writer, model.graph));
  message(writer, 8, () => integer(writer, 2, model.opset));
  for (const [key, value] of Object.entries(model.metadata)) {
    message(writer, 14, () => {
      text(writer, 1, key);
      text(writer, 2, value);
    });
  }
  return writer.finish();
}

function graph(
  writer: BinaryWriter,
  { name, nodes, initializers, input, output }: OnnxGraph,
): void {
  for (const each of nodes) message(writer, 1, () => node(writer, each));
  text(writer, 2, name);
  for (const each of initializers) message(writer, 5, () => tensor(writer, each));
  message(writer, 11, () => value(writer, input));
  message(writer, 12, () => value(writer, output));
}

function node(writer: BinaryWriter, { name, op, inputs, output, attributes }: OnnxNode): void {
  for (const input of inputs) text(writer, 1, input);
  text(writer, 2, output);
  text(writer, 3, name);
  text(writer, 4, op);
  for (const [key, given] of Object.entries(attributes)) {
    message(writer, 5, () => attribute(writer, key, given));
  }
}

function attribute(writer: BinaryWriter, name: string, given: OnnxAttribute): void {
  text(writer, 1, name);
  if (typeof given === 'number') integer(writer, 3, given);
  else if (typeof given === 'string') writer.tag(4, WireType.LengthDelimited).string(given);
  else if ('float' in given) writer.tag(2, WireType.Bit32).float(given.float);
  else for (const each of given) integer(writer, 8, each);
  integer(writer, 20, ATTRIBUTE[attributeKind(given)]);
}

function attributeKind(given: OnnxAttribute): keyof typeof ATTRIBUTE {
  if (typeof given === 'number') return 'int';
  if (typeof given === 'string') return 'string';
  return 'float' in given ? 'float' : 'ints';
}

function tensor(writer: BinaryWriter, { name, dims, values }: OnnxTensor): void {
  for (const size of dims) integer(writer, 1, size);
  integer(writer, 2, values instanceof Float32Array ? FLOAT : INT64);
  text(writer, 8, name);
  // Little-endian, as every machine that Node runs on has its numbers.
  const { buffer, byteOffset, byteLength } = values;
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  writer.tag(9, WireType.LengthDelimited).bytes(bytes);
}

function value(writer: BinaryWriter, { name, shape }: OnnxValue): void {
  text(writer, 1, name);
  const dimension = (size: number | string) =>
    typeof size === 'number' ? integer(writer, 1, size) : text(writer, 2, size);
  message(writer, 2, () => {
    message(writer, 1, () => {
      integer(writer, 1, FLOAT);
      message(writer, 2, () => {
        for (const size of shape) message(writer, 1, () => dimension(size));
      });
    });
  });
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}

function integer(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}
