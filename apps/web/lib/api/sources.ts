import { graphql } from './generated';

graphql(/* GraphQL */ `
  fragment ImportSourceRow on ImportSource {
    id
    address
    everyMinutes
    enabled
    nextAt
    lastAt
    lastOutcome
    error
    policy
    removal
    catalog { id name }
    lastRun { id status created updated removed failed errorCode error }
  }
`);

export const ImportSourcesQuery = graphql(/* GraphQL */ `
  query ImportSources {
    importSources { ...ImportSourceRow }
    catalogs { id name }
  }
`);

export const CreateImportSourceMutation = graphql(/* GraphQL */ `
  mutation CreateImportSource($input: ImportSourceInput!) {
    createImportSource(input: $input) { id }
  }
`);

export const UpdateImportSourceMutation = graphql(/* GraphQL */ `
  mutation UpdateImportSource($id: ID!, $enabled: Boolean!) {
    updateImportSource(id: $id, enabled: $enabled) { id enabled }
  }
`);

export const RunImportSourceMutation = graphql(/* GraphQL */ `
  mutation RunImportSource($id: ID!) {
    runImportSource(id: $id) { id }
  }
`);

export const DeleteImportSourceMutation = graphql(/* GraphQL */ `
  mutation DeleteImportSource($id: ID!) {
    deleteImportSource(id: $id)
  }
`);
