import { setTimeout as pause } from 'node:timers/promises';
import { FetchError } from './fetchErrors.ts';

export interface PolitenessOptions {
  /** Requests under way at one host. */
  readonly perHost: number;
  /** From the start of one request to a host to the start of the next. */
  readonly delayMs: number;
  /** A host that asks for a longer pause is given up for now. */
  readonly longestPauseMs: number;
}

interface Host {
  active: number;
  readonly waiting: (() => void)[];
  /** When the next request may start. */
  nextAt: number;
  /** When the host wants to be asked again. */
  pausedUntil: number;
}

export type Politeness = ReturnType<typeof createPoliteness>;

/** Keeps us from being a burden: few requests at once to a host, spaced, none while it pauses. */
export function createPoliteness(options: PolitenessOptions) {
  const hosts = new Map<string, Host>();

  function hostOf(name: string): Host {
    const known = hosts.get(name);
    if (known) return known;
    const host = { active: 0, waiting: [], nextAt: 0, pausedUntil: 0 };
    hosts.set(name, host);
    return host;
  }

  function leave(name: string, host: Host): void {
    const next = host.waiting.shift();
    // The slot is handed on, so that no newcomer slips in between.
    if (next) next();
    else host.active--;
    if (host.active === 0 && host.pausedUntil < Date.now()) hosts.delete(name);
  }

  return {
    /**
     * Runs one request when the host's turn has come.
     * @throws FetchError FETCH_FAILED when the host asked for a pause longer than we wait
     */
    async take<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
      const host = hostOf(name);
      if (host.active < options.perHost) host.active++;
      else await new Promise<void>((resolve) => host.waiting.push(resolve));
      try {
        await untilTurn(options, name, host, signal);
        return await work();
      } finally {
        leave(name, host);
      }
    },

    /** The host asked not to be asked for a while. */
    pause(name: string, ms: number): void {
      const host = hostOf(name);
      host.pausedUntil = Math.max(host.pausedUntil, Date.now() + ms);
    },
  };
}

async function untilTurn(
  { delayMs, longestPauseMs }: PolitenessOptions,
  name: string,
  host: Host,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (;;) {
    const now = Date.now();
    if (host.pausedUntil - now > longestPauseMs) throw givenUp(name, host.pausedUntil - now);
    const at = Math.max(host.nextAt, host.pausedUntil);
    if (at <= now) {
      host.nextAt = now + delayMs;
      return;
    }
    await pause(at - now, undefined, signal ? { signal } : {});
  }
}

function givenUp(name: string, ms: number): FetchError {
  const message = `${name} asks to be left alone for ${Math.ceil(ms / 1000)} seconds; try again then.`;
  return new FetchError('FETCH_FAILED', message, { retryAfterMs: ms, details: { host: name } });
}
