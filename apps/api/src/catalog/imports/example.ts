import { z } from 'zod';

export const OUTCOMES = ['CREATE', 'UPDATE', 'REMOVE', 'INVALID'] as const;

/**
 * What a dry run shows of one product, and why it comes out so: of an update each field with its
 * old and new value, of an invalid row its issues.
 */
export const exampleSchema = z.object({
  outcome: z.enum(OUTCOMES),
  row: z.number().nullable(),
  externalId: z.string().nullable(),
  title: z.string().nullable(),
  reasons: z.array(z.string()),
});
export type Example = z.infer<typeof exampleSchema>;

/** What a dry run leaves beside its counts. */
export interface ImportPlan {
  readonly removed: number;
  readonly examples: readonly Example[];
  readonly warnings: readonly string[];
}
