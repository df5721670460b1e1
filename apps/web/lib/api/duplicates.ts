import { graphql } from './generated';

graphql(/* GraphQL */ `
  fragment DuplicateRow on DuplicateImages {
    id
    kind
    difference
    dismissed
    image { id thumbnailUrl(size: 192) width height products { id title externalId } }
    other { id thumbnailUrl(size: 192) width height products { id title externalId } }
  }
`);

export const DuplicatesPageQuery = graphql(/* GraphQL */ `
  query DuplicatesPage($after: String, $kind: DuplicateKind, $dismissed: Boolean) {
    duplicateImages(first: 24, after: $after, kind: $kind, dismissed: $dismissed) {
      nodes { ...DuplicateRow }
      pageInfo { hasNextPage endCursor }
    }
    duplicateCounts { kind count }
  }
`);

export const DismissDuplicateMutation = graphql(/* GraphQL */ `
  mutation DismissDuplicate($id: ID!, $dismissed: Boolean!) {
    dismissDuplicate(id: $id, dismissed: $dismissed) { id dismissed }
  }
`);
