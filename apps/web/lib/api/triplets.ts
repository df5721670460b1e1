import { graphql } from './generated';

graphql(/* GraphQL */ `
  fragment TripletSetRow on TripletSet {
    ...JobState
    name
    version
    source
    progress
    total
    issueCount
    createdAt
    finishedAt
    catalog { id name }
    counts { split queryKind negativeKind count }
  }
`);

export const TripletSetsQuery = graphql(/* GraphQL */ `
  query TripletSets {
    tripletSets { ...TripletSetRow }
  }
`);

export const TripletSetQuery = graphql(/* GraphQL */ `
  query TripletSetPage($id: ID!) {
    tripletSet(id: $id) {
      ...TripletSetRow
      recipe {
        __typename
        ... on GeneratedRecipe {
          count seed matchOn inClassShareCatalog inClassShareWild wildQueryShare
          trainShare valShare testShare notes
          products { used withoutPartner withoutAttributes withoutImages train val test }
        }
        ... on ImportedRecipe { files { split name } accepted notes }
      }
      issues { row code message }
    }
  }
`);

graphql(/* GraphQL */ `
  fragment TripletImage on Image {
    id
    thumbnailUrl(size: 384)
    products { id title category }
  }
`);

export const SampleTripletsQuery = graphql(/* GraphQL */ `
  query SampleTriplets(
    $id: ID!
    $split: Split!
    $seed: Int!
    $count: Int!
    $filter: TripletFilter
  ) {
    sampleTriplets(tripletSetId: $id, split: $split, seed: $seed, count: $count, filter: $filter) {
      id
      queryKind
      negativeKind
      query { ...TripletImage }
      positive { ...TripletImage }
      negative { ...TripletImage }
    }
  }
`);

export const TripletSetPoll = graphql(/* GraphQL */ `
  query TripletSetPoll($id: ID!) {
    tripletSet(id: $id) { ...TripletSetRow }
  }
`);

export const TripletSetUpdates = graphql(/* GraphQL */ `
  subscription TripletSetUpdates($id: ID!) {
    tripletSet(id: $id) { ...TripletSetRow }
  }
`);

export const GenerateTripletsMutation = graphql(/* GraphQL */ `
  mutation GenerateTriplets($input: GenerateTripletsInput!) {
    generateTriplets(input: $input) { id }
  }
`);

export const ImportTripletsMutation = graphql(/* GraphQL */ `
  mutation ImportTriplets($input: ImportTripletsInput!) {
    importTriplets(input: $input) { id }
  }
`);

export const CancelTripletSetMutation = graphql(/* GraphQL */ `
  mutation CancelTripletSet($id: ID!) {
    cancelTripletSet(id: $id) { ...TripletSetRow }
  }
`);
