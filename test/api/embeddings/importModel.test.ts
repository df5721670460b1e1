import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadEmbedder } from '@semblance/ml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadPath } from '../../../apps/api/src/uploads/routes.ts';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { requireModel } from '../../../packages/ml/src/models/registry.ts';
import { fixture } from '../../ml/weights/kerasFixtures.ts';
import { writeKerasFile } from '../../ml/weights/writeKerasFile.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { runCli } from '../cli/runCli.ts';
import { type TestApi, testApi } from '../graphql/api.ts';
import { insertProducts } from './rows.ts';
import { storePictures } from './tinyModel.ts';

/** A Keras file of a mildnet-nano. */
async function nanoFile(path: string): Promise<void> {
  await openBackend({ prefer: 'wasm' });
  const net = requireModel('mildnet-nano').build({ seed: 6 });
  await writeKerasFile(net, path);
  net.dispose();
}

const IMPORT = /* GraphQL */ `
  mutation ($input: ImportModelInput!) {
    importModel(input: $input) {
      id number name architecture source dimension preprocessing { fit size }
      manifest { imported { format file sha256 choices { name value } } }
    }
  }
`;

describe('importing a model over GraphQL', () => {
  let api: TestApi;
  let root: string;
  beforeAll(async () => {
    api = await testApi();
    root = join(api.services.env.dataDir, 'import');
    await mkdir(root, { recursive: true });
    await nanoFile(join(root, 'nano.h5'));
  });
  afterAll(() => api.close());

  it('makes a version that is embedded, promoted and exported', async () => {
    const { services } = api;
    const input = {
      name: 'from Keras',
      path: join(root, 'nano.h5'),
      architecture: 'mildnet-nano',
      fit: 'FILL',
    };
    const { importModel } = await api.data<{ importModel: { number: number } }>(IMPORT, { input });
    expect(importModel).toMatchObject({
      name: 'from Keras',
      source: 'IMPORTED',
      dimension: 128,
      preprocessing: { fit: 'FILL' },
      manifest: { imported: { format: 'KERAS', file: 'nano.h5' } },
    });
    const products = await insertProducts(services.database, 3);
    await storePictures(
      services,
      products.flatMap(({ imageIds }) => imageIds),
    );
    const run = await services.embeddings.runs.create(String(importModel.number), true);
    expect(await services.embeddings.runs.embed(run.id)).toMatchObject({
      status: 'SUCCEEDED',
      done: 3,
    });
    const serving = await services.embeddings.models.findProduction();
    expect(serving?.number).toBe(importModel.number);
    const target = join(services.env.dataDir, 'out');
    const files = await services.embeddings.models.export(
      serving as NonNullable<typeof serving>,
      target,
      { format: 'onnx' },
    );
    expect(files.map(({ name }) => name)).toEqual(['model.onnx']);
    expect((await readFile(join(target, 'model.onnx'))).toString('latin1')).toContain('from Keras');
    const downloads = await Promise.all(
      [1, 2].map(() => fetch(`${api.url}/models/production/model.onnx`)),
    );
    for (const download of downloads) {
      expect(download.headers.get('content-disposition')).toContain(
        `model-${importModel.number}.onnx`,
      );
      const bytes = Buffer.from(await download.arrayBuffer());
      expect(bytes.equals(await readFile(join(target, 'model.onnx')))).toBe(true);
    }
    expect((await fetch(`${api.url}/models/99/model.onnx`)).status).toBe(404);
    // The imported files were copied, and nothing else is left.
    const folders = await readdir(services.storage.modelsDir);
    expect(folders.sort()).toEqual([serving?.id, `${serving?.id}-onnx`]);
  });

  it('takes an upload, and refuses one that is no HDF5 file', async () => {
    const { services, url } = api;
    const upload = async (bytes: Buffer) => {
      const target = await services.uploads.createUpload('MODEL_WEIGHTS');
      const body = new Uint8Array(bytes);
      const response = await fetch(url + uploadPath(target), { method: 'PUT', body });
      return {
        status: response.status,
        uploadId: `Upload_${target.id}`,
      };
    };
    const good = await upload(await readFile(join(root, 'nano.h5')));
    expect(good.status).toBeLessThan(300);
    const input = { name: 'uploaded', uploadId: good.uploadId, architecture: 'mildnet-nano' };
    expect(await api.data(IMPORT, { input })).toMatchObject({ importModel: { name: 'uploaded' } });
    const bad = await upload(Buffer.from('externalId,title\n1,shirt\n'));
    expect(bad.status).toBe(400);
  });

  it('refuses what can not be used, with a code, and makes no version', async () => {
    const { services, ask } = api;
    await copyFile(fixture('mildnet.whole.h5'), join(root, 'other.h5'));
    await writeFile(
      join(root, 'cut.h5'),
      (await readFile(join(root, 'nano.h5'))).subarray(0, 90_000),
    );
    await writeFile(join(root, 'text.h5'), 'not HDF5');
    const before = await services.embeddings.models.list();
    const folders = await readdir(services.storage.modelsDir);
    const nano = { name: 'x', architecture: 'mildnet-nano' };
    const cases: [Record<string, unknown>, string][] = [
      [{ ...nano, path: '/etc/passwd' }, 'BAD_INPUT'],
      [{ ...nano, path: join(root, 'nowhere.h5') }, 'BAD_INPUT'],
      [nano, 'BAD_INPUT'],
      [{ ...nano, name: '  ', path: join(root, 'nano.h5') }, 'BAD_INPUT'],
      [{ name: 'x', path: join(root, 'nano.h5') }, 'CONFIG_INVALID'],
      [{ ...nano, architecture: 'resnet', path: join(root, 'nano.h5') }, 'MODEL_UNKNOWN'],
      [{ ...nano, path: join(root, 'other.h5') }, 'WEIGHTS_MISMATCH'],
      [{ ...nano, path: join(root, 'cut.h5') }, 'WEIGHTS_CORRUPT'],
      [{ ...nano, path: join(root, 'text.h5') }, 'WEIGHTS_UNSUPPORTED'],
      [{ ...nano, path: root }, 'WEIGHTS_MISSING'],
    ];
    for (const [input, code] of cases) {
      const { errors } = await ask(IMPORT, { input });
      expect(errors?.[0]?.extensions.code, JSON.stringify(input)).toBe(code);
    }
    expect(await services.embeddings.models.list()).toEqual(before);
    expect(await readdir(services.storage.modelsDir)).toEqual(folders);
  });
});

describe('the model command', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.close());

  it('imports, lists and exports', async () => {
    const cli = (...args: string[]) => runCli(['model', ...args], test.variables);
    const file = join(test.env.dataDir, 'nano.h5');
    await nanoFile(file);
    const imported = await cli(
      'import',
      '--name',
      'nano',
      '--file',
      file,
      '--architecture',
      'mildnet-nano',
    );
    expect(imported.code, imported.stderr).toBe(0);
    expect(imported.stdout).toMatch(/^model version 1 \(mildnet-nano, 128 numbers\)\n/);
    const { stdout } = await cli('list');
    expect(stdout).toMatch(/1 +nano +mildnet-nano +128 +imported/);
    const to = join(test.env.dataDir, 'tfjs');
    const exported = await cli('export', '--model', '1', '--format', 'tfjs', '--to', to);
    expect(exported.code, exported.stderr).toBe(0);
    // What was written can be brought in again, and is the same model.
    const again = await cli('import', '--name', 'again', '--file', to, '--json');
    expect(again.code, again.stderr).toBe(0);
    const { artifact } = JSON.parse(again.stdout) as { artifact: string };
    const embedder = await loadEmbedder(join(test.env.dataDir, artifact), { prefer: 'wasm' });
    expect(embedder).toMatchObject({ name: 'layers-model', dimension: 128 });
    embedder.dispose();
    const twice = await cli('export', '--model', '1', '--format', 'tfjs', '--to', to);
    expect(twice.code).toBe(1);
    expect(twice.stderr).toContain('(CONFIG_INVALID, field to)');
  });
});
