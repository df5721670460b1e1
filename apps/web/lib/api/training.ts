import { graphql } from './generated';

graphql(/* GraphQL */ `
  fragment TrainingProgress on TrainingRun {
    ...JobState
    name
    warning
    backend
    step
    totalSteps
    epoch
    totalEpochs
    createdAt
    startedAt
    finishedAt
    summary { ...Figure }
  }
`);

export const TrainingRunsQuery = graphql(/* GraphQL */ `
  query TrainingRuns($first: Int!, $after: String) {
    trainingRuns(first: $first, after: $after) {
      nodes {
        ...TrainingProgress
        config { loss }
        tripletSet { id name version }
        modelVersion { id number aliases }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const TrainingRunQuery = graphql(/* GraphQL */ `
  query TrainingRunPage($id: ID!) {
    trainingRun(id: $id) {
      ...TrainingProgress
      config { ...TrainingSettings }
      seed
      dataFingerprint
      tripletSet { id name version total }
      modelVersion {
        id
        number
        name
        aliases
        coverage { images embedded indexed }
        evaluations { ...EvaluationLink }
      }
      checkpoints { kind step metrics { ...Figure } updatedAt }
      metrics(points: 400) { metric { ...MetricIdentity } points { step value at } }
    }
  }
`);

export const TrainingRunPoll = graphql(/* GraphQL */ `
  query TrainingRunPoll($id: ID!) {
    trainingRun(id: $id) { ...TrainingProgress }
  }
`);

export const TrainingRunUpdates = graphql(/* GraphQL */ `
  subscription TrainingRunUpdates($id: ID!) {
    trainingRun(id: $id) { ...TrainingProgress }
  }
`);

export const TrainingCurvesQuery = graphql(/* GraphQL */ `
  query TrainingCurves($id: ID!, $points: Int!) {
    trainingRun(id: $id) {
      metrics(points: $points) { metric { ...MetricIdentity } points { step value at } }
      checkpoints { kind step metrics { ...Figure } updatedAt }
    }
  }
`);

export const TrainingFormQuery = graphql(/* GraphQL */ `
  query TrainingForm {
    trainingDefaults {
      config { ...TrainingSettings }
      settings {
        name group kind description choices explanations { name description } minimum maximum nullable common
      }
      configurations { name status description config { ...TrainingSettings } notes }
      models { name status description embeddingDimension inputSize parameters cpuFriendly }
    }
    tripletSets { id name version status total catalog { name } }
  }
`);

export const StartTrainingMutation = graphql(/* GraphQL */ `
  mutation StartTraining($input: StartTrainingInput!) {
    startTraining(input: $input) { id }
  }
`);

export const CancelTrainingMutation = graphql(/* GraphQL */ `
  mutation CancelTraining($id: ID!) {
    cancelTraining(id: $id) { ...TrainingProgress }
  }
`);

export const ResumeTrainingMutation = graphql(/* GraphQL */ `
  mutation ResumeTraining($id: ID!) {
    resumeTraining(id: $id) { ...TrainingProgress }
  }
`);
