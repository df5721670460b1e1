import { graphql } from './generated';

graphql(/* GraphQL */ `
  fragment ProductCard on Product {
    id
    title
    brand
    category
    price
    currency
    availability
    primaryImage { image { id thumbnailUrl(size: 384) width height } }
  }
`);

export const CatalogPageQuery = graphql(/* GraphQL */ `
  query CatalogPage(
    $first: Int!
    $after: String
    $filter: ProductFilter
    $order: ProductOrder!
  ) {
    products(first: $first, after: $after, filter: $filter, order: $order) {
      totalCount
      nodes { ...ProductCard externalId updatedAt catalog { id name } }
      pageInfo { hasNextPage endCursor }
    }
    catalogs { ...CatalogFacets }
  }
`);

graphql(/* GraphQL */ `
  fragment CatalogFacets on Catalog {
    id
    name
    productCount
    imageCount
    categories { value count }
    brands { value count }
  }
`);

export const CatalogFacetsQuery = graphql(/* GraphQL */ `
  query CatalogFacets {
    catalogs { ...CatalogFacets }
  }
`);

graphql(/* GraphQL */ `
  fragment CatalogAttribute on CatalogAttribute {
    name
    products
    distinct
    values { value count }
  }
`);

export const CatalogAttributesQuery = graphql(/* GraphQL */ `
  query CatalogAttributes($id: ID!) {
    catalog(id: $id) { id productCount attributes { ...CatalogAttribute } }
  }
`);

export const AllAttributesQuery = graphql(/* GraphQL */ `
  query AllAttributes {
    catalogs { id productCount attributes { ...CatalogAttribute } }
  }
`);

export const ProductQuery = graphql(/* GraphQL */ `
  query ProductPage($id: ID!) {
    product(id: $id) {
      ...ProductCard
      externalId
      description
      url
      categoryPath
      attributes
      createdAt
      updatedAt
      catalog { id name }
      images {
        name
        kind
        position
        image { id url width height format thumbnailUrl(size: 768) }
      }
      imageReferences { source status message attempts image { id } }
    }
  }
`);

export const SearchProductsQuery = graphql(/* GraphQL */ `
  query SearchProducts($search: String!) {
    products(first: 8, filter: { search: $search }) {
      nodes { id title brand category primaryImage { image { thumbnailUrl(size: 96) } } }
    }
  }
`);

export const CatalogsQuery = graphql(/* GraphQL */ `
  query Catalogs {
    catalogs { id name productCount imageCount }
  }
`);

graphql(/* GraphQL */ `
  fragment ImportRunRow on ImportRun {
    ...JobState
    source
    sourceName
    rowsRead
    rowsTotal
    created
    updated
    unchanged
    failed
    removed
    imagesStored
    withImage
    withPrice
    withCategory
    withBrand
    issueCount
    dryRun
    format
    encoding
    policy
    removal
    reportUrl
    createdAt
    startedAt
    finishedAt
    catalog { id name }
  }
`);

graphql(/* GraphQL */ `
  fragment ImportPlan on ImportRun {
    ...ImportRunRow
    warnings
    allowLargeRemoval
    examples { outcome row externalId title reasons }
    confirmedAs { id status }
  }
`);

export const ImportPlanPoll = graphql(/* GraphQL */ `
  query ImportPlanPoll($id: ID!) {
    importRun(id: $id) { ...ImportPlan }
  }
`);

export const ImportPlanUpdates = graphql(/* GraphQL */ `
  subscription ImportPlanUpdates($id: ID!) {
    importRun(id: $id) { ...ImportPlan }
  }
`);

export const ImportRunsQuery = graphql(/* GraphQL */ `
  query ImportRuns {
    importRuns(first: 50) { ...ImportRunRow confirmedAs { id } }
  }
`);

export const ImportRunQuery = graphql(/* GraphQL */ `
  query ImportRunPage($id: ID!, $after: String) {
    importRun(id: $id) {
      ...ImportRunRow
      ...ImportPlan
      plan { id }
      issues(first: 50, after: $after) {
        nodes { row field code message externalId }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

export const ImportRunPoll = graphql(/* GraphQL */ `
  query ImportRunPoll($id: ID!) {
    importRun(id: $id) { ...ImportRunRow }
  }
`);

export const ImportRunUpdates = graphql(/* GraphQL */ `
  subscription ImportRunUpdates($id: ID!) {
    importRun(id: $id) { ...ImportRunRow }
  }
`);

export const CancelImportMutation = graphql(/* GraphQL */ `
  mutation CancelImport($id: ID!) {
    cancelImport(id: $id) { id status }
  }
`);

export const CreateUploadMutation = graphql(/* GraphQL */ `
  mutation CreateUpload($purpose: UploadPurpose!, $name: String!) {
    createUpload(purpose: $purpose, name: $name) { id url maxBytes }
  }
`);
