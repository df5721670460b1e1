import { graphql } from './generated';

graphql(/* GraphQL */ `
  fragment MetricIdentity on Metric {
    key
    name
    k
    labels
    split
    checkpoint
    tripletSet { id name version }
    baseline
    title
    unit
    better
  }
`);

graphql(/* GraphQL */ `
  fragment Figure on MetricValue {
    value
    step
    metric { ...MetricIdentity }
  }
`);
