import { setImmediate as turn } from 'node:timers/promises';
import { MlError } from '@semblance/ml/errors';
import { imageError, openImage } from '@semblance/ml/images/openImage';
import { throwIfCancelled } from '../../errors.ts';
import type { Storage } from '../../storage/storage.ts';
import { pictureDifference, signatureOf } from '../images/signature.ts';
import { HashList, kindOfPair, THRESHOLDS } from './compareSignatures.ts';
import type { HashRow, SignaturesStore } from './signaturesStore.ts';
import type { DuplicatesStore, PairWrite } from './store.ts';

/** New images that are compared and noted together. */
const BATCH = 200;
/** Of one image: a picture that is like everything says nothing. */
const MOST_PAIRS = 20;

export interface FindDuplicatesDeps {
  readonly storage: Storage;
  readonly duplicates: DuplicatesStore;
  readonly signatures: SignaturesStore;
}

/**
 * Links images that show the same: one image of several products, and pictures that are alike, of
 * which one is new since the last time. It can be repeated, and goes on where it was left.
 */
export async function findDuplicates(
  deps: FindDuplicatesDeps,
  signal?: AbortSignal,
): Promise<void> {
  await deps.duplicates.linkShared();
  await addSignatures(deps, signal);
  const known = new HashList();
  const fresh: HashRow[] = [];
  for await (const page of deps.signatures.hashPages()) {
    for (const row of page) {
      if (row.compared) known.add(row.id, row.hash);
      else fresh.push(row);
    }
  }
  for (let at = 0; at < fresh.length; at += BATCH) {
    throwIfCancelled(signal, 'The search for duplicates');
    await compareBatch(deps, fresh.slice(at, at + BATCH), known);
    await turn(); // heartbeats of other work in this process
  }
}

/** Compares images with all known ones and with each other; they are known from then on. */
async function compareBatch(
  { duplicates, signatures }: FindDuplicatesDeps,
  batch: readonly HashRow[],
  known: HashList,
): Promise<void> {
  const candidates: { id: string; otherId: string; bits: number }[] = [];
  for (const { id, hash } of batch) {
    for (const near of known.within(hash, THRESHOLDS.NEAR.bits)) {
      candidates.push({ id, otherId: near.id, bits: near.bits });
    }
    known.add(id, hash);
  }
  const ids = new Set(candidates.flatMap(({ id, otherId }) => [id, otherId]));
  const miniatures = await signatures.miniatures([...ids]);
  const pairs = candidates.flatMap(({ id, otherId, bits }): PairWrite[] => {
    const [one, other] = [miniatures.get(id), miniatures.get(otherId)];
    if (one === undefined || other === undefined) return []; // deleted meanwhile
    const difference = pictureDifference(one, other);
    const kind = kindOfPair(bits, difference);
    // In one order, so that a pair is one row whichever image came first.
    const [imageId = id, second = otherId] = [id, otherId].sort();
    return kind === undefined ? [] : [{ imageId, otherId: second, kind, difference }];
  });
  const compared = batch.map(({ id }) => id);
  await duplicates.linkPairs(mostAlike(pairs), compared);
}

/** At most MOST_PAIRS of each image, the most alike. */
function mostAlike(pairs: readonly PairWrite[]): PairWrite[] {
  const taken = new Map<string, number>();
  return pairs
    .toSorted((a, b) => a.difference - b.difference)
    .filter(({ imageId, otherId }) => {
      const counts = [imageId, otherId].map((id) => taken.get(id) ?? 0);
      if (Math.max(...counts) >= MOST_PAIRS) return false;
      for (const id of [imageId, otherId]) taken.set(id, (taken.get(id) ?? 0) + 1);
      return true;
    });
}

/** Makes the signatures of images that were stored before there were any. */
async function addSignatures(
  { duplicates, signatures, storage }: FindDuplicatesDeps,
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    throwIfCancelled(signal, 'The search for duplicates');
    const images = await signatures.missing(BATCH);
    if (images.length === 0) return;
    const unreadable: string[] = [];
    for (const { id, sha256 } of images) {
      try {
        const path = storage.pathOf(sha256);
        const { image } = await openImage(path);
        const signature = await signatureOf(image).catch((error: unknown) => {
          throw imageError(error, path);
        });
        await signatures.write(id, signature);
      } catch (error) {
        if (!(error instanceof MlError)) throw error;
        unreadable.push(id); // noted as compared, so that it is not tried for ever
      }
    }
    await duplicates.linkPairs([], unreadable);
  }
}
