import type { PGlite } from '@electric-sql/pglite';

/** Messages of the extended protocol that leave a batch open until Sync: Parse, Bind, ... */
const OPENS = new Set([...'PBDECH'].map((letter) => letter.charCodeAt(0)));

/**
 * PGlite as pglite-socket should see it. PGlite is one session for all clients, with one unnamed
 * statement and portal, while pglite-socket queues each protocol message by itself: between one
 * client's Parse and Bind another's Parse may come, and values are bound to the wrong statement.
 * It does keep to one client while `isInTransaction`; here that also holds from Parse to Sync.
 */
export function batchedPglite(db: PGlite): PGlite {
  let open = false;
  return new Proxy(db, {
    get(target, name) {
      if (name === 'isInTransaction') return () => open || target.isInTransaction();
      if (name === 'execProtocolRawStream') {
        return (...args: Parameters<PGlite['execProtocolRawStream']>) => {
          open = OPENS.has(args[0][0] ?? 0);
          return target.execProtocolRawStream(...args);
        };
      }
      if (name === 'exec') {
        // pglite-socket's ROLLBACK for a client that has gone.
        return (...args: Parameters<PGlite['exec']>) => {
          open = false;
          return target.exec(...args);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
