import { graphql } from './generated';

export const AnalyzeFeedMutation = graphql(/* GraphQL */ `
  mutation AnalyzeFeed($input: AnalyzeFeedInput!) {
    analyzeFeed(input: $input) {
      format
      encoding
      delimiter
      mappingFrom
      guess
      warnings
      columns { name samples }
      mapping {
        externalId
        title
        description
        brand
        category
        categoryPath
        price
        currency
        availability
        url
        groupId
        images
        wildImages
        imagePattern
        attributes
      }
      previews {
        row
        issues { row field code message }
        product {
          externalId
          title
          brand
          category
          price
          currency
          availability
          attributes
          images { name kind }
        }
      }
    }
  }
`);

export const PlanImportMutation = graphql(/* GraphQL */ `
  mutation PlanImport($input: ImportCatalogInput!) {
    planImport(input: $input) { ...ImportPlan }
  }
`);

export const ConfirmImportMutation = graphql(/* GraphQL */ `
  mutation ConfirmImport($id: ID!, $allowLargeRemoval: Boolean!) {
    confirmImport(id: $id, allowLargeRemoval: $allowLargeRemoval) { id }
  }
`);
