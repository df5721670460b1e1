import { describe, expect, it } from 'vitest';
import { sourceFiles, violations } from '../../scripts/check-imports.ts';

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
    ['test/api/a.test.ts', "import { train } from '@semblance/ml';"],
  ])('is kept by %s with %s', (file, text) => {
    expect(check({ [file]: text })).toEqual([]);
  });

  it('finds a circle of values, and lets types go round', () => {
    const circle = {
      'apps/api/src/a.ts': "import { b } from './b.ts';",
      'apps/api/src/b.ts': "import { a } from './a.ts';",
    };
    expect(check(circle)).toEqual([expect.stringContaining('circle of imports')]);
    expect(check({ ...circle, 'apps/api/src/b.ts': "import type { a } from './a.ts';" })).toEqual(
      [],
    );
  });

  it('counts types too in the packages', () => {
    const circle = {
      'packages/ml/src/losses/a.ts': "import type { B } from './b.ts';",
      'packages/ml/src/losses/b.ts': "import type { A } from './a.ts';",
    };
    expect(check(circle)).toEqual([expect.stringContaining('circle of imports')]);
  });

  it('is kept by this repository', () => {
    expect(violations(sourceFiles())).toEqual([]);
  });
});
