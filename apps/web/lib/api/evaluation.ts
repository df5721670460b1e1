import { graphql } from './generated';

graphql(/* GraphQL */ `
  fragment EvaluationLink on Evaluation {
    id
    split
    status
    createdAt
    tripletSet { id name version }
  }
`);

export const EvaluationQuery = graphql(/* GraphQL */ `
  query EvaluationPage($id: ID!) {
    evaluation(id: $id) {
      ...EvaluationLink
      ...JobState
      finishedAt
      report
      modelVersion { id number name architecture dimension trainingRun { id name } }
      samples {
        why
        query { id thumbnailUrl(size: 384) }
        product { id title category }
        results {
          score
          right
          image { id thumbnailUrl(size: 384) }
          product { id title category }
        }
      }
    }
  }
`);

export const EvaluationPoll = graphql(/* GraphQL */ `
  query EvaluationPoll($id: ID!) {
    evaluation(id: $id) { ...JobState }
  }
`);

export const EvaluationUpdates = graphql(/* GraphQL */ `
  subscription EvaluationUpdates($id: ID!) {
    evaluation(id: $id) { ...JobState }
  }
`);

export const EvaluationChoicesQuery = graphql(/* GraphQL */ `
  query EvaluationChoices {
    tripletSets { id name version status }
  }
`);

export const EvaluateModelMutation = graphql(/* GraphQL */ `
  mutation EvaluateModel($model: ID!, $set: ID!, $split: Split!) {
    evaluateModel(modelVersionId: $model, tripletSetId: $set, split: $split) { id }
  }
`);

export const CancelEvaluationMutation = graphql(/* GraphQL */ `
  mutation CancelEvaluation($id: ID!) {
    cancelEvaluation(id: $id) { id status }
  }
`);
