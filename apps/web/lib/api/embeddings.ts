import { graphql } from './generated';

graphql(/* GraphQL */ `
  fragment ModelVersionRow on ModelVersion {
    id
    number
    name
    architecture
    dimension
    aliases
    source
    metrics { ...Figure }
    createdAt
    coverage { images embedded indexed }
    trainingRun { id name }
    evaluations { ...EvaluationLink }
  }
`);

graphql(/* GraphQL */ `
  fragment EmbedRunRow on EmbedRun {
    ...JobState
    failed
    promote
    createdAt
    startedAt
    finishedAt
    modelVersion { id number name }
  }
`);

export const EmbeddingsQuery = graphql(/* GraphQL */ `
  query EmbeddingsPage {
    models { ...ModelVersionRow }
    embedRuns(first: 20) { ...EmbedRunRow }
  }
`);

export const ModelOptionsQuery = graphql(/* GraphQL */ `
  query ModelOptions {
    models { id number name aliases coverage { images embedded indexed } }
  }
`);

export const EmbedRunPoll = graphql(/* GraphQL */ `
  query EmbedRunPoll($id: ID!) {
    embedRun(id: $id) { ...EmbedRunRow }
  }
`);

export const EmbedRunUpdates = graphql(/* GraphQL */ `
  subscription EmbedRunUpdates($id: ID!) {
    embedRun(id: $id) { ...EmbedRunRow }
  }
`);

export const EmbedImagesMutation = graphql(/* GraphQL */ `
  mutation EmbedImages($id: ID!, $promote: Boolean!) {
    embedImages(modelVersionId: $id, promote: $promote) { id }
  }
`);

export const CancelEmbeddingMutation = graphql(/* GraphQL */ `
  mutation CancelEmbedding($id: ID!) {
    cancelEmbedding(id: $id) { id status }
  }
`);

export const PromoteModelMutation = graphql(/* GraphQL */ `
  mutation PromoteModel($id: ID!, $alias: String!) {
    promoteModel(modelVersionId: $id, alias: $alias) { id number aliases }
  }
`);
