import type { DuplicateKind } from '../api/generated/graphql';

/** What people call the kinds, the surest first. */
export const duplicateKinds: readonly { value: DuplicateKind; label: string }[] = [
  { value: 'SAME_FILE', label: 'Same file' },
  { value: 'SAME_PICTURE', label: 'Same picture' },
  { value: 'NEAR', label: 'Hard to tell apart' },
];

/** The kind that an address names; undefined for anything else. */
export function readDuplicateKind(text: string | undefined): DuplicateKind | undefined {
  return duplicateKinds.find(({ value }) => value === text)?.value;
}

export function duplicateLabel(kind: DuplicateKind): string {
  return duplicateKinds.find(({ value }) => value === kind)?.label ?? kind;
}
