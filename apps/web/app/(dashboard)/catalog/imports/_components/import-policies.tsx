import type { ImportPolicy, RemovalPolicy } from '@/lib/api/generated/graphql';
import { policies, removals } from '@/lib/catalog/feed-words';
import { PolicyChoice } from './policy-choice';

interface ImportPoliciesProps {
  policy: ImportPolicy;
  removal: RemovalPolicy;
  onPolicy: (policy: ImportPolicy) => void;
  onRemoval: (removal: RemovalPolicy) => void;
}

/** What becomes of products with an issue, and of those that the feed no longer has. */
export function ImportPolicies({ policy, removal, onPolicy, onRemoval }: ImportPoliciesProps) {
  return (
    <div className="grid gap-6 sm:grid-cols-2">
      <PolicyChoice
        legend="Products with an issue"
        name="policy"
        value={policy}
        options={policies}
        onChange={onPolicy}
      />
      <PolicyChoice
        legend="Products that the feed no longer has"
        name="removal"
        value={removal}
        options={removals}
        onChange={onRemoval}
      />
    </div>
  );
}
