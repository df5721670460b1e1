import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BackendOptions } from '@semblance/ml';
import { z } from 'zod';
import { type AllowedHost, parseAllowedHost } from './fetch/allowedHosts.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Everything the operator can set, validated once at start. */
export interface Env {
  /** Root of everything the program keeps on disk: database, images, models, uploads. */
  readonly dataDir: string;
  /** A Postgres server; undefined means the embedded one under dataDir. */
  readonly databaseUrl: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly webPort: number;
  /** Where the dashboard reaches this API. */
  readonly apiUrl: string;
  /** Folders that imports asked for over GraphQL may read from. */
  readonly importRoots: readonly string[];
  /** Signs upload addresses; undefined means: generate once and keep it in dataDir. */
  readonly uploadSecret: string | undefined;
  readonly maxUploadBytes: number;
  /** How long a request may take to come in; of a long body, each 64 KiB of it. */
  readonly requestTimeoutMs: number;
  /** Event streams that may be open at a time. */
  readonly maxStreams: number;
  /** Names by which this server may be asked, beside its addresses, localhost and HOST. */
  readonly allowedHosts: readonly AllowedHost[];
  /** Hosts of the own network that feeds may name; empty: only the public internet. */
  readonly fetchAllowHosts: readonly AllowedHost[];
  readonly production: boolean;
  readonly logLevel: LogLevel;
  readonly introspection: boolean;
  readonly enableWebgpu: boolean;
  readonly backend: MlBackend | undefined;
  /** Where packages/ml/scripts/build-native.ts put its build, if there is one. */
  readonly nativeDirectory: string;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const ML_BACKENDS = ['tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type MlBackend = (typeof ML_BACKENDS)[number];

const port = z.coerce.number().int().min(0).max(65535);
const count = z.coerce.number().int().min(1);
const flag = z
  .enum(['1', '0', 'true', 'false'], 'must be 1, 0, true or false')
  .transform((value) => value === '1' || value === 'true');

function readAllowedHosts(text: string, context: z.RefinementCtx): AllowedHost[] {
  const entries = text.split(',').filter((entry) => entry.trim() !== '');
  return entries.map((entry) => {
    const host = parseAllowedHost(entry);
    if (host !== undefined) return host;
    context.addIssue('must be host names, IP addresses or blocks, separated by commas');
    return z.NEVER;
  });
}

const variables = z.object({
  DATA_DIR: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql:// or postgres://')
    .optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4000),
  WEB_PORT: port.default(3000),
  API_URL: z.url('must be an address such as http://127.0.0.1:4000').optional(),
  IMPORT_ROOTS: z.string().optional(),
  UPLOAD_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  MAX_UPLOAD_BYTES: count.default(256 * 1024 * 1024),
  REQUEST_TIMEOUT_MS: count.default(30_000),
  MAX_STREAMS: count.default(100),
  ALLOWED_HOSTS: z.string().default('').transform(readAllowedHosts),
  FETCH_ALLOW_HOSTS: z.string().default('').transform(readAllowedHosts),
  NODE_ENV: z.string().optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  GRAPHQL_INTROSPECTION: flag.optional(),
  ENABLE_WEBGPU: flag.default(false),
  NATIVE_TENSORFLOW_DIR: z.string().optional(),
  ML_BACKEND: z.enum(ML_BACKENDS, `must be one of ${ML_BACKENDS.join(', ')}`).optional(),
});

/** Names of the variables that are read; docker-compose.yml is checked against it. */
export const ENV_NAMES: readonly string[] = Object.keys(variables.shape);

/** Thrown at start; names every bad variable and never prints a value, which may be a secret. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

/**
 * Reads and validates the environment; an empty variable counts as not set.
 * @throws EnvError naming each bad variable
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(ENV_NAMES.map((name) => [name, source[name] || undefined]));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new EnvError(`Bad environment: ${lines.join('; ')}`);
  }
  return Object.freeze(toEnv(parsed.data));
}

function toEnv(values: z.infer<typeof variables>): Env {
  const dataDir = resolve(ROOT, values.DATA_DIR ?? 'var');
  const production = values.NODE_ENV === 'production';
  const roots = values.IMPORT_ROOTS?.split(delimiter).filter(Boolean);
  return {
    dataDir,
    databaseUrl: values.DATABASE_URL,
    host: values.HOST,
    port: values.PORT,
    webPort: values.WEB_PORT,
    apiUrl: values.API_URL ?? `http://127.0.0.1:${values.PORT}`,
    importRoots: roots?.map((root) => resolve(ROOT, root)) ?? [
      join(dataDir, 'import'),
      join(dataDir, 'demo'),
    ],
    uploadSecret: values.UPLOAD_SECRET,
    maxUploadBytes: values.MAX_UPLOAD_BYTES,
    requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
    maxStreams: values.MAX_STREAMS,
    allowedHosts: values.ALLOWED_HOSTS,
    fetchAllowHosts: values.FETCH_ALLOW_HOSTS,
    production,
    logLevel: values.LOG_LEVEL,
    introspection: values.GRAPHQL_INTROSPECTION ?? !production,
    enableWebgpu: values.ENABLE_WEBGPU,
    backend: values.ML_BACKEND,
    nativeDirectory: resolve(ROOT, values.NATIVE_TENSORFLOW_DIR ?? join(dataDir, 'native')),
  };
}

/** The same as packages/ml takes it. */
export function backendOptions({
  backend: prefer,
  enableWebgpu,
  nativeDirectory,
}: Pick<Env, 'backend' | 'enableWebgpu' | 'nativeDirectory'>): BackendOptions {
  return { enableWebgpu, nativeDirectory, ...(prefer && { prefer }) };
}

/** What a child process is given: all that this one was, and more. */
export function inheritedEnvironment(more: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}
