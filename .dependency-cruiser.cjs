// Imports go one way: web -> (GraphQL only) -> api -> ml; api -> prisma; ml -> nothing of ours.
// And one file per stage knows the database.
module.exports = {
  forbidden: [
    {
      name: 'web-knows-only-graphql',
      comment: 'The dashboard talks to the API over GraphQL and imports nothing of it.',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^(apps/api|packages|prisma)/' },
    },
    {
      name: 'ml-is-pure',
      comment: 'packages/ml knows no database, no HTTP and no other part of ours.',
      severity: 'error',
      from: { path: '^packages/ml/' },
      to: {
        path: '^(apps|prisma|packages/(?!ml/))|node_modules/(@prisma|fastify|@apollo|graphql|pg)(/|$)',
      },
    },
    {
      name: 'packages-do-not-know-apps',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(apps|prisma)/' },
    },
    {
      name: 'source-does-not-import-tests',
      severity: 'error',
      from: { path: '^(apps|packages)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-circular',
      comment: 'A cycle of values; cycles of types only are harmless.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|\\.next|generated)/|^prisma/client/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node'] },
  },
};
