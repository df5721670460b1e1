import { describe, expect, it } from 'vitest';
import { violations } from '../../scripts/check-imports.ts';
import { importGraph, loadedBy, sourceFiles } from '../../scripts/importGraph.ts';

const check = (files: Record<string, string>) => violations(new Map(Object.entries(files)));

describe('the rule of imports', () => {
  it.each([
    ['apps/web/lib/a.ts', "import { x } from '../../api/src/env.ts';"],
    ['apps/web/lib/a.ts', "import type { x } from '@semblance/api';"],
    ['apps/web/lib/a.tsx', "const x = await import('@semblance/ml');"],
    ['packages/ml/src/a.ts', "export * from '../../../apps/api/src/env.ts';"],
    ['packages/ml/src/a.ts', "import pg from 'pg';"],
    ['packages/ml/src/a.ts', "import {\n  a,\n  b,\n} from '@semblance/demo-catalog';"],
    ['packages/demo-catalog/src/a.ts', "import { P } from '../../../prisma/client/client.ts';"],
    ['packages/ml/src/losses/a.ts', "import type { T } from '../training/config.ts';"],
    ['packages/ml/src/losses/deep/a.ts', "import { t } from '../../weights/tfjs/a.ts';"],
    ['packages/ml/src/losses/a.ts', "import { train } from '../index.ts';"],
    ['packages/ml/src/unlisted/a.ts', "import { t } from '../losses/loss.ts';"],
    ['apps/api/src/datasets/a.ts', "import type { T } from '../training/store.ts';"],
    ['apps/api/src/training/a.ts', "import { t } from '../graphql/ids.ts';"],
    ['apps/api/src/unlisted/a.ts', "import { t } from '../catalog/service.ts';"],
    ['apps/api/src/a.ts', "import { t } from '../../../test/support/database.ts';"],
    ['apps/api/src/a.ts', 'const home = process.env.HOME;'],
    ['packages/ml/src/a.ts', 'const home = process.env.HOME;'],
    ['apps/api/src/services.ts', "import { JobStatusType } from './graphql/enums.ts';"],
    ['apps/api/src/similar/store.ts', "import type { Ref } from './graphql.ts';"],
    ['apps/api/src/triplets/service.ts', "import { T } from './graphqlTriplet.ts';"],
    ['apps/api/src/cli/serve.ts', "import { GraphQLError } from 'graphql';"],
    ['apps/api/src/catalog/products/service.ts', "import { p } from '@pothos/core';"],
    ['apps/api/src/uploads/service.ts', "import type { FastifyRequest } from 'fastify';"],
  ])('is broken by %s with %s', (file, text) => {
    expect(check({ [file]: text })).toHaveLength(1);
  });

  it.each([
    ['apps/api/src/a.ts', "import { train } from '@semblance/ml';"],
    ['apps/api/src/training/a.ts', "import { t } from '../datasets/store.ts';"],
    ['apps/api/src/training/graphql.ts', "import { t } from '../graphql/ids.ts';"],
    ['apps/api/src/cli/a.ts', "import { t } from '../training/protocol.ts';"],
    ['apps/api/src/services.ts', "import { t } from './status/service.ts';"],
    ['packages/ml/src/training/a.ts', "import { t } from '../losses/loss.ts';"],
    ['packages/ml/src/training/deep/a.ts', "import { t } from '../config.ts';"],
    ['packages/ml/src/losses/a.ts', "import { MlError } from '../errors.ts';"],
    ['packages/ml/src/index.ts', "export * from './training/index.ts';"],
    ['apps/api/src/a.ts', "import { P } from '../../../prisma/client/client.ts';"],
    ['apps/api/src/env.ts', 'const home = process.env.HOME;'],
    ['apps/api/src/a.ts', '// only env.ts reads process.env'],
    ['apps/api/src/similar/graphql.ts', "import { JobStatusType } from '../graphql/enums.ts';"],
    ['apps/api/src/triplets/graphql.ts', "import { T } from './graphqlTriplet.ts';"],
    ['apps/api/src/schema.ts', "import './similar/graphql.ts';"],
    ['apps/api/src/uploads/routes.ts', "import type { FastifyInstance } from 'fastify';"],
    ['test/api/a.test.ts', "import { train } from '@semblance/ml';"],
  ])('is kept by %s with %s', (file, text) => {
    expect(check({ [file]: text })).toEqual([]);
  });

  it.each([
    ["import { b } from './b.ts';", "import { a } from './a.ts';"],
    ["import { b } from './b.ts';", "import type { A } from './a.ts';"],
    ["import type { B } from './b.ts';", "import type { A } from './a.ts';"],
  ])('finds the circle of %s and %s', (a, b) => {
    const circle = { 'apps/api/src/a.ts': a, 'apps/api/src/b.ts': b };
    expect(check(circle)).toEqual([expect.stringContaining('circle of imports')]);
  });

  it('finds a circle through names without an end, and through packages by name', () => {
    const web = {
      'apps/web/lib/a.ts': "import { b } from '@/components/b';",
      'apps/web/components/b.tsx': "import { a } from '@/lib/a';",
    };
    expect(check(web)).toEqual([expect.stringContaining('circle of imports')]);
    const ml = {
      'packages/ml/src/errors.ts': "import { s } from './random.ts';",
      'packages/ml/src/random.ts': "import { e } from '@semblance/ml/errors';",
    };
    expect(check(ml)).toEqual([expect.stringContaining('circle of imports')]);
  });

  it('is kept by this repository', () => {
    expect(violations(sourceFiles())).toEqual([]);
  });
});

describe('what is loaded', () => {
  const graph = importGraph(sourceFiles());
  const GRAPHQL =
    /^(graphql|graphql-\w+|fastify|@fastify\/.*|@pothos\/.*|@apollo\/.*|@as-integrations\/.*)$/;

  it.each(['worker.ts', 'cli.ts', 'training/child.ts'])(
    'by %s has neither GraphQL nor HTTP',
    (name) => {
      const loaded = [...loadedBy(graph, `apps/api/src/${name}`)];
      expect(loaded.length).toBeGreaterThan(50);
      const found = loaded.filter(
        ([target]) => GRAPHQL.test(target) || target.includes('src/graphql/'),
      );
      expect(found.map(([, way]) => way.join(' > '))).toEqual([]);
    },
  );

  it('by the HTTP server has both', () => {
    const loaded = loadedBy(graph, 'apps/api/src/main.ts');
    for (const name of ['fastify', '@apollo/server', '@pothos/core']) {
      expect(loaded.has(name), name).toBe(true);
    }
  });

  it('follows values, also by import(), and not types', () => {
    const files = {
      'apps/api/src/a.ts': "import { b } from './b.ts';\nimport type { C } from './c.ts';",
      'apps/api/src/b.ts': "const d = await import('./d.ts');",
      'apps/api/src/c.ts': "import 'pg';",
      'apps/api/src/d.ts': "export { e } from '@scope/e/deep';",
    };
    const loaded = loadedBy(importGraph(new Map(Object.entries(files))), 'apps/api/src/a.ts');
    expect([...loaded.keys()]).toEqual([
      ...['apps/api/src/a.ts', 'apps/api/src/b.ts', 'apps/api/src/d.ts', '@scope/e'],
    ]);
  });
});
