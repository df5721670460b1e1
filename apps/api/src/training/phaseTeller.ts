import type { FromChild } from './protocol.ts';

const TELL_EVERY_MS = 200;

/** Says what is being done and, where that is counted, how far it is. */
export type TellPhase = (phase: string, done?: number, total?: number) => void;

/** Tells the waiting process each new phase and its end, and what is between a few times a second. */
export function createPhaseTeller(tell: (message: FromChild) => void): TellPhase {
  let current = '';
  let toldAt = 0;
  return (phase, done, total) => {
    const now = performance.now();
    if (phase === current && done !== total && now - toldAt < TELL_EVERY_MS) return;
    current = phase;
    toldAt = now;
    tell({ type: 'phase', phase, done, total });
  };
}
