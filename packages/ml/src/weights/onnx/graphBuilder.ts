import type { OnnxAttribute, OnnxNode, OnnxTensor } from './protobuf.ts';

/** An ONNX graph under construction. Values are named for the layers that give them. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  private readonly taken = new Set<string>(['image', 'embedding']);

  /** Adds an operation; @returns the name of its output. */
  add(
    op: string,
    inputs: readonly string[],
    name: string,
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    const output = this.unique(name);
    this.nodes.push({ name: output, op, inputs, output, attributes });
    return output;
  }

  /** The operation that gives a value; undefined for the graph's own inputs. */
  sourceOf(value: string): string | undefined {
    return this.nodes.find(({ output }) => output === value)?.op;
  }

  /** Ends the graph with the value that callers ask for. */
  end(op: string, input: string, attributes: Readonly<Record<string, OnnxAttribute>> = {}): void {
    this.nodes.push({ name: 'embedding', op, inputs: [input], output: 'embedding', attributes });
  }

  /** Adds numbers that are part of the model; @returns their name. */
  floats(name: string, values: Float32Array, dims: readonly number[]): string {
    const unique = this.unique(name);
    this.initializers.push({ name: unique, dims, values });
    return unique;
  }

  scalar(name: string, value: number): string {
    return this.floats(name, Float32Array.of(value), []);
  }

  integers(name: string, values: readonly number[]): string {
    const unique = this.unique(name);
    const list = BigInt64Array.from(values, BigInt);
    this.initializers.push({ name: unique, dims: [values.length], values: list });
    return unique;
  }

  private unique(name: string): string {
    let unique = name;
    for (let i = 2; this.taken.has(unique); i++) unique = `${name}_${i}`;
    this.taken.add(unique);
    return unique;
  }
}
