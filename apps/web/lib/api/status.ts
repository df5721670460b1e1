import { graphql } from './generated';

export const OverviewQuery = graphql(/* GraphQL */ `
  query Overview {
    status {
      catalogs
      products
      images
      tripletSets
      triplets
      trainingRuns
      nextSteps { kind title detail }
      activity { at kind status title error subjectId }
      underWay { kind }
      doctor { backend database embedded pgvector advice }
      productionModel { id number name dimension coverage { images embedded indexed } }
      runningTrainingRun { ...TrainingProgress }
    }
    products(first: 4) { nodes { id title primaryImage { image { thumbnailUrl(size: 192) } } } }
    models { id }
    tripletSets { id name version status total createdAt }
    trainingRuns(first: 1) {
      nodes {
        id
        name
        status
        metrics(names: ["loss"], split: TRAIN, points: 60) { metric { key } points { step value } }
      }
    }
  }
`);

export const StageCountsQuery = graphql(/* GraphQL */ `
  query StageCounts {
    status {
      products
      triplets
      tripletSets
      trainingRuns
      productionModel { number coverage { images embedded indexed } }
      underWay { kind }
    }
    models { id }
  }
`);

export const OverviewRetrievalQuery = graphql(/* GraphQL */ `
  query OverviewRetrieval {
    sampleRetrievals(count: 1, results: 3, seed: 7) { ...RetrievalRow }
  }
`);
