import { badInput } from './errors.ts';

const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
const SERIAL = '[1-9][0-9]{0,17}';
const GLOBAL_ID = new RegExp(`^([A-Za-z]+)_(${UUID}|${SERIAL})$`);

/** Rows numbered by the database instead of named by a UUID. */
const SERIAL_TYPES: ReadonlySet<string> = new Set(['Triplet', 'DuplicateImages']);

/** `Product_0190…`: readable in logs and addresses, and says which type it names. */
export function encodeId(typename: string, id: string | number | bigint): string {
  return `${typename}_${id}`;
}

/**
 * The raw id of one type, from `Type_<id>` or from the bare id.
 * @param field argument named in the error
 * @throws BAD_INPUT when it is neither, or names another type
 */
export function decodeId(typename: string, id: string, field = 'id'): string {
  const bare = id.startsWith(`${typename}_`) ? id.slice(typename.length + 1) : id;
  const shape = SERIAL_TYPES.has(typename) ? SERIAL : UUID;
  if (!new RegExp(`^${shape}$`).test(bare)) {
    const example = SERIAL_TYPES.has(typename) ? '<number>' : '<uuid>';
    throw badInput(field, `${field} must be a ${typename} id such as ${typename}_${example}.`, {
      value: id.slice(0, 100),
    });
  }
  return bare.toLowerCase();
}

/** Like decodeId for an argument that may be left out. */
export function decodeOptionalId(
  typename: string,
  id: string | null | undefined,
  field = 'id',
): string | undefined {
  return id === null || id === undefined ? undefined : decodeId(typename, id, field);
}

/** Splits the id given to `node(id:)`. @throws BAD_INPUT */
export function parseGlobalId(id: string): { typename: string; id: string } {
  const [, typename, raw] = GLOBAL_ID.exec(id) ?? [];
  if (typename === undefined || raw === undefined) {
    throw badInput('id', 'id must look like Product_<uuid>: the type, an underscore, the id.', {
      value: id.slice(0, 100),
    });
  }
  return { typename, id: decodeId(typename, raw) };
}
