/** Where a feed is and which catalog it is for, as the first step of the wizard leaves it. */
export interface FeedSource {
  catalog: string;
  /** Exactly one of the three. */
  uploadId?: string;
  address?: string;
  path?: string;
  imageDirectory?: string;
  /** What to call it: the file's name, the address or the path. */
  name: string;
}

/** The part of it that the API takes as input. */
export function sourceInput({ name: _, ...input }: FeedSource) {
  return input;
}
