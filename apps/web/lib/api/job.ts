import { graphql } from './generated';

graphql(/* GraphQL */ `
  fragment JobState on Job {
    id
    status
    phase
    done
    outOf
    cancelRequested
    errorCode
    error
  }
`);
