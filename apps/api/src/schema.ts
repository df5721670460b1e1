/** The whole GraphQL schema: each import registers one stage's types and fields. */
import './catalog/products/graphql.ts';
import './catalog/duplicates/graphql.ts';
import './catalog/feeds/graphql.ts';
import './catalog/feeds/graphqlMapping.ts';
import './catalog/imports/graphql.ts';
import './catalog/sources/graphql.ts';
import './uploads/graphql.ts';
import './triplets/graphql.ts';
import './triplets/graphqlTriplet.ts';
import './training/graphql.ts';
import './training/graphqlDefaults.ts';
import './embeddings/models/graphql.ts';
import './embeddings/models/graphqlImport.ts';
import './embeddings/runs/graphql.ts';
import './evaluation/graphql.ts';
import './similar/graphql.ts';
import './status/graphql.ts';
import { builder } from './graphql/builder.ts';
import { checkArguments } from './graphql/checkArguments.ts';

export const schema = checkArguments(builder.toSchema());
