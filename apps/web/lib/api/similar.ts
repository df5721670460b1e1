import { graphql } from './generated';

graphql(/* GraphQL */ `
  fragment RetrievalRow on SampleRetrieval {
    query { id thumbnailUrl(size: 384) }
    product { id title category }
    results {
      score
      sameCategory
      image { id thumbnailUrl(size: 384) }
      product { id title category }
    }
  }
`);

export const SampleRetrievalsQuery = graphql(/* GraphQL */ `
  query SampleRetrievals($count: Int!, $results: Int!, $seed: Int!, $model: String!) {
    sampleRetrievals(count: $count, results: $results, seed: $seed, model: $model) {
      ...RetrievalRow
    }
  }
`);

export const SimilarProductsQuery = graphql(/* GraphQL */ `
  query SimilarProducts(
    $productId: ID
    $image: SimilarImageInput
    $first: Int!
    $filter: ProductFilter
    $model: String!
  ) {
    similarProducts(
      productId: $productId
      image: $image
      first: $first
      filter: $filter
      model: $model
    ) {
      method
      tookMs
      modelVersion { id number name dimension }
      queryImage { id thumbnailUrl(size: 768) }
      edges {
        rank
        score
        distance
        matchedImage { id thumbnailUrl(size: 384) }
        node { ...ProductCard catalog { id name } }
      }
      pageInfo { hasNextPage }
    }
  }
`);
