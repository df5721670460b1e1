/** Outlines in a space whose x is 0 on the garment's axis, so that halves can be mirrored. */
export interface Half {
  to(x: number, y: number): Half;
  curve(x1: number, y1: number, x2: number, y2: number, x: number, y: number): Half;
  /** The closed outline: this half down, its mirror image back up. */
  closed(): string;
  /** This half and its mirror image as one open line, left end to right end. */
  across(): string;
}

type Segment = readonly number[];

/** Starts the right half of a symmetric outline at (x, y). */
export function half(x: number, y: number): Half {
  const start: Segment = [x, y];
  const segments: Segment[] = [];
  const builder: Half = {
    to(px, py) {
      segments.push([px, py]);
      return builder;
    },
    curve(...segment) {
      segments.push(segment);
      return builder;
    },
    closed: () => `M${point(start)}${forward(segments)}${backward(start, segments)}Z`,
    across: () => {
      const end = segments.at(-1)?.slice(-2) ?? start;
      const left = `${round(-(end[0] ?? 0))} ${round(end[1])}`;
      return `M${left}${backward(start, segments)}L${point(start)}${forward(segments)}`;
    },
  };
  return builder;
}

const point = (p: Segment) => `${round(p[0])} ${round(p[1])}`;
const round = (v: number | undefined) => Math.round((v ?? 0) * 10) / 10;

function forward(segments: readonly Segment[]): string {
  return segments.map((s) => (s.length === 2 ? 'L' : 'C') + s.map(round).join(' ')).join('');
}

function backward(start: Segment, segments: readonly Segment[]): string {
  const end = segments.at(-1)?.slice(-2) ?? start;
  let result = `L${round(-(end[0] ?? 0))} ${round(end[1])}`;
  for (let i = segments.length - 1; i >= 0; i--) {
    const [x, y] = i === 0 ? start : (segments[i - 1]?.slice(-2) ?? start);
    const target = `${round(-(x ?? 0))} ${round(y)}`;
    const s = segments[i] ?? [];
    result +=
      s.length === 2
        ? `L${target}`
        : `C${round(-(s[2] ?? 0))} ${round(s[3])} ${round(-(s[0] ?? 0))} ${round(s[1])} ${target}`;
  }
  return result;
}

/** A leaf between two points, bent sideways: the shape of one fold of cloth. */
export function leaf(
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
  bend: number,
  width: number,
): string {
  const length = Math.hypot(x1 - x0, y1 - y0) || 1;
  const nx = -(y1 - y0) / length;
  const ny = (x1 - x0) / length;
  const mx = (x0 + x1) / 2;
  const my = (y0 + y1) / 2;
  const side = (offset: number) => `${round(mx + nx * offset)} ${round(my + ny * offset)}`;
  const to = `${round(x1)} ${round(y1)}`;
  const from = `${round(x0)} ${round(y0)}`;
  return `M${from}Q${side(bend + width)} ${to}Q${side(bend - width)} ${from}Z`;
}
