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

graphql(/* GraphQL */ `
  fragment TripletReport on TripletReport {
    scores { queryKind negativeKind count accuracy meanMargin }
    baselines { ...Figure }
    roc {
      areaUnderCurve
      equalErrorRate
      equalErrorThreshold
      points { threshold truePositiveRate falsePositiveRate }
    }
  }
`);

graphql(/* GraphQL */ `
  fragment RetrievalReport on RetrievalReport {
    labels
    loneQueries
    scores {
      queryKind
      label
      queries
      cutOffs { k precision recall }
      mapAtR
      rPrecision
      mrr
    }
    baselines { ...Figure }
  }
`);

export const EvaluationQuery = graphql(/* GraphQL */ `
  query EvaluationPage($id: ID!) {
    evaluation(id: $id) {
      ...EvaluationLink
      ...JobState
      finishedAt
      report {
        triplets { ...TripletReport }
        retrieval { ...RetrievalReport }
      }
      modelVersion { id number name architecture dimension trainingRun { id name } }
      samples {
        why
        query { id thumbnailUrl(size: 384) }
        product { id title category }
        results {
          score
          matches { labels isMatch }
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
