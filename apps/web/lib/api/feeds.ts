import { graphql } from './generated';

/** What the wizard needs to know before its first step. */
export const ImportWizardQuery = graphql(/* GraphQL */ `
  query ImportWizard {
    catalogs { name }
    mappingFields { name label help kind }
  }
`);

graphql(/* GraphQL */ `
  fragment Mapping on ColumnMapping {
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
`);

graphql(/* GraphQL */ `
  fragment MappingGuess on MappingGuess {
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
`);

export const AnalyzeFeedMutation = graphql(/* GraphQL */ `
  mutation AnalyzeFeed($input: AnalyzeFeedInput!) {
    analyzeFeed(input: $input) {
      format
      encoding
      delimiter
      mappingFrom
      guess { ...MappingGuess }
      warnings
      columns { name samples }
      mapping { ...Mapping }
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
