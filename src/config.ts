import * as z from 'zod';
import type { NamedInviteAdmin } from './domain/policy.ts';
import { err, ok, type Result } from './domain/result.ts';
import { delivery, settings } from './limits.ts';
import { remedies } from './settings/remedies.ts';
import {
  baseUrl,
  databaseUrl,
  inviteAdmins,
  isReadable,
  metricsToken,
  missing,
  numberBetween,
  pagesUrl,
  proxyUrl,
  token,
  tokenUrl,
  wholeNumber,
} from './settings/values.ts';
import { type EncryptionKey, parseEncryptionKeys } from './storage/encryption-keys.ts';
import { postgres, retention } from './storage/limits.ts';
import type { Retention } from './storage/retention.ts';
import type { PostgresConnections, StorageLocation } from './storage/storage.ts';

/** The settings of the process; how to get each is in `.env.example` and the README. */
export type Config = {
  slack: {
    apiUrl: string;
    /** How Slack reaches the product: over a WebSocket that it opens, or by HTTP requests that Slack signs. */
    connection: { mode: 'socket'; appToken: string } | { mode: 'http'; signingSecret: string };
    app: SlackApp;
  };
  piper: {
    apiUrl: string;
    /** Where Piper's own pages are, if that is known; see `piperPagesAt`. */
    appUrl?: string | undefined;
    /** Invites that are sent to an organization at a time, by all processes together. */
    concurrency: number;
    /** The connection of the one workspace; without it a workspace is connected from Slack. */
    fixed?: { token: string; organizationId: string } | undefined;
  };
  /** Who may invite and connect besides admins and owners; each names a workspace where the process serves many. */
  inviteAdmins: NamedInviteAdmin[];
  storage: {
    location: StorageLocation;
    /** Where SQLite's is or was, also with PostgreSQL. */
    directory: string;
    /** The first one encrypts; without them a key is kept beside the database, which only SQLite can do. */
    encryptionKeys?: EncryptionKey[];
    /** Names of keys that nobody has any more. */
    lostKeys?: string[];
    /** PostgreSQL's, of this process. */
    connections?: PostgresConnections;
  };
  retention: Retention;
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** Where metrics can be read: on an address of their own, or beside Slack's requests; with a token where there is one. */
  metrics?: { listen?: { port: number; host: string }; token?: string };
  logLevel: string;
  /** What works, but hardly as it was meant: for the log. */
  warnings: string[];
};

/** Where the app is installed: in one workspace, whose token is given, or wherever people install it. */
export type SlackApp =
  | { kind: 'one'; botToken: string }
  /** `publicUrl` is where browsers reach the product, without a slash at its end. */
  | { kind: 'many'; clientId: string; clientSecret: string; publicUrl: string };

/** What is wrong with one variable, and what to do about it. */
export type ConfigProblem = { variable: string; problem: string; remedy: string };

const numberFrom = (least: number, most: number, standard: number, what = 'a number') =>
  wholeNumber(standard, least, most, `isn't ${what} from ${least} to ${most}`);

const days = (standard: number, least: number) =>
  numberFrom(least, retention.maxDays, standard, 'a number of days');

const connections = (standard: number) =>
  numberFrom(postgres.minConnections, postgres.maxConnections, standard);

/** Together with the other problems, not only once they are solved. */
const always = { when: () => true } as const;

const schema = z
  .object({
    SLACK_BOT_TOKEN: token('xoxb-').optional(),
    SLACK_CLIENT_ID: z
      .string()
      .regex(/^[\w.-]+$/, "isn't a client ID")
      .optional(),
    SLACK_CLIENT_SECRET: z.string().min(settings.minSecretCharacters, 'is too short').optional(),
    PUBLIC_URL: baseUrl.transform((url) => url.replace(/\/+$/, '')).optional(),
    SLACK_APP_TOKEN: token('xapp-').optional(),
    SLACK_SIGNING_SECRET: z.string().min(settings.minSecretCharacters, 'is too short').optional(),
    SLACK_API_URL: tokenUrl
      .default('https://slack.com/api/')
      .transform((url) => `${url.replace(/\/+$/, '')}/`),
    PIPER_TOKEN: token('pat_').optional(),
    PIPER_ORG_ID: z
      .string()
      .regex(/^[\w-]+$/, "isn't an organization ID")
      .optional(),
    PIPER_API_URL: tokenUrl
      .default('https://api.letpiper.com')
      .transform((url) => url.replace(/\/+$/, '')),
    PIPER_APP_URL: pagesUrl.optional(),
    PIPER_CONCURRENCY: numberFrom(1, settings.maxConcurrency, delivery.concurrency),
    PIPER_INVITE_ADMINS: inviteAdmins,
    DATA_DIR: z.string().default('./data'),
    DATABASE_URL: databaseUrl.optional(),
    DATABASE_POOL_INTERACTIVE: connections(postgres.interactive.connections),
    DATABASE_POOL_BACKGROUND: connections(postgres.background.connections),
    ENCRYPTION_KEYS: z
      .string()
      .transform((text, context) => {
        const keys = parseEncryptionKeys(text);
        if (keys.ok) return keys.value;
        context.addIssue({ code: 'custom', message: keys.error });
        return z.NEVER;
      })
      .optional(),
    KEEP_INVITES_DAYS: days(retention.invitesDays, retention.minDays),
    KEEP_RECORD_DAYS: days(retention.recordDays, retention.minDays),
    KEEP_UNINSTALLED_DAYS: days(retention.uninstalledDays, retention.minUninstalledDays),
    PORT: wholeNumber(settings.port, 0, settings.maxPort, "isn't a port"),
    HOST: z.string().default('0.0.0.0'),
    METRICS_PORT: numberBetween(0, settings.maxPort, "isn't a port").optional(),
    METRICS_HOST: z.string().optional(),
    METRICS_TOKEN: metricsToken.optional(),
    HTTP_PROXY: proxyUrl.optional(),
    HTTPS_PROXY: proxyUrl.optional(),
    http_proxy: proxyUrl.optional(),
    https_proxy: proxyUrl.optional(),
    LOG_LEVEL: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], { error: "isn't a log level" })
      .default('info'),
  })
  .superRefine((env, context) => {
    const problem = (variable: keyof typeof env, message: string) =>
      context.addIssue({ code: 'custom', path: [variable], message });
    const isMany = env.SLACK_CLIENT_ID ?? env.SLACK_CLIENT_SECRET ?? env.PUBLIC_URL;

    const demand = (...names: (keyof typeof env)[]) => {
      for (const name of names) if (env[name] === undefined) problem(name, missing);
    };
    if (isMany) {
      demand('SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'PUBLIC_URL');
      for (const name of ['SLACK_BOT_TOKEN', 'PIPER_TOKEN'] as const) {
        if (env[name]) problem(name, "can't be set together with SLACK_CLIENT_ID");
      }
      if (env.PIPER_INVITE_ADMINS?.some(({ teamId }) => !teamId)) {
        problem('PIPER_INVITE_ADMINS', 'has a user ID without its workspace');
      }
    } else demand('SLACK_BOT_TOKEN');
    if (!env.SLACK_SIGNING_SECRET) demand('SLACK_APP_TOKEN');
    if (env.PIPER_TOKEN) demand('PIPER_ORG_ID');
    if (env.PIPER_ORG_ID) demand('PIPER_TOKEN');
    if (env.DATABASE_URL) demand('ENCRYPTION_KEYS');
    if (env.METRICS_HOST) demand('METRICS_PORT');
    if (env.METRICS_PORT && env.METRICS_PORT === env.PORT) problem('METRICS_PORT', 'is PORT, too');
  }, always);

/** The names of all settings. */
export const variables: readonly string[] = Object.keys(schema.shape);

/** Reads the settings from environment variables; finds everything that is wrong with them at once. Blank counts as absent. */
export function parseConfig(
  environment: Record<string, string | undefined>,
): Result<Config, ConfigProblem[]> {
  const given = Object.fromEntries(
    Object.entries(environment)
      .map(([variable, value]) => [variable, value?.trim()])
      .filter(([, value]) => value),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const problems = new Map<string, ConfigProblem>();
    for (const issue of parsed.error.issues) {
      const variable = String(issue.path[0]);
      const remedy = remedies[variable] ?? '';
      if (!problems.has(variable)) {
        problems.set(variable, { variable, problem: issue.message, remedy });
      }
    }
    return err([...problems.values()]);
  }
  const env = parsed.data;
  const {
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret,
    PUBLIC_URL: publicUrl,
    PIPER_TOKEN: token,
    PIPER_ORG_ID: organizationId,
    ENCRYPTION_KEYS: keys,
  } = env;
  return ok({
    slack: {
      apiUrl: env.SLACK_API_URL,
      connection: env.SLACK_APP_TOKEN
        ? { mode: 'socket', appToken: env.SLACK_APP_TOKEN }
        : { mode: 'http', signingSecret: env.SLACK_SIGNING_SECRET ?? '' },
      app:
        clientId && clientSecret && publicUrl
          ? { kind: 'many', clientId, clientSecret, publicUrl }
          : { kind: 'one', botToken: env.SLACK_BOT_TOKEN ?? '' },
    },
    piper: {
      apiUrl: env.PIPER_API_URL,
      appUrl: env.PIPER_APP_URL,
      concurrency: env.PIPER_CONCURRENCY,
      fixed: token && organizationId ? { token, organizationId } : undefined,
    },
    inviteAdmins: env.PIPER_INVITE_ADMINS,
    storage: {
      location: env.DATABASE_URL
        ? { kind: 'postgres', url: env.DATABASE_URL }
        : { kind: 'sqlite', directory: env.DATA_DIR },
      directory: env.DATA_DIR,
      ...(keys?.keys.length && { encryptionKeys: keys.keys }),
      ...(keys?.lost.length && { lostKeys: keys.lost }),
      ...(env.DATABASE_URL && {
        connections: {
          interactive: env.DATABASE_POOL_INTERACTIVE,
          background: env.DATABASE_POOL_BACKGROUND,
        },
      }),
    },
    retention: {
      invitesDays: env.KEEP_INVITES_DAYS,
      recordDays: env.KEEP_RECORD_DAYS,
      uninstalledDays: env.KEEP_UNINSTALLED_DAYS,
    },
    port: env.PORT,
    host: env.HOST,
    ...((env.METRICS_PORT !== undefined || env.METRICS_TOKEN) && { metrics: metricsOf(env) }),
    logLevel: env.LOG_LEVEL,
    warnings: warningsOf(env),
  });
}

const metricsOf = (env: z.infer<typeof schema>): NonNullable<Config['metrics']> => ({
  ...(env.METRICS_PORT !== undefined && {
    listen: { port: env.METRICS_PORT, host: env.METRICS_HOST ?? '127.0.0.1' },
  }),
  ...(env.METRICS_TOKEN && { token: env.METRICS_TOKEN }),
});

function warningsOf(env: z.infer<typeof schema>): string[] {
  const isReachedTwice = env.SLACK_APP_TOKEN && env.SLACK_SIGNING_SECRET;
  return [
    ...(isReachedTwice
      ? [
          'SLACK_APP_TOKEN is used, and SLACK_SIGNING_SECRET is not: take away the one that is not meant',
        ]
      : []),
    ...(env.PUBLIC_URL && isReadable(env.PUBLIC_URL)
      ? ["PUBLIC_URL isn't https, so whoever is on the way can take over an installation"]
      : []),
  ];
}

/** The secrets among the settings: where one stands in the log, it is to be removed. */
export function secretsOf({ slack, piper, storage, metrics }: Config): string[] {
  const { app, connection } = slack;
  const databaseUrl =
    storage.location.kind === 'postgres' ? new URL(storage.location.url) : undefined;
  const databasePassword = databaseUrl?.password ?? '';
  return [
    app.kind === 'one' ? app.botToken : app.clientSecret,
    connection.mode === 'socket' ? connection.appToken : connection.signingSecret,
    piper.fixed?.token ?? '',
    metrics?.token ?? '',
    databasePassword,
    decodeURIComponent(databasePassword),
    databaseUrl?.searchParams.get('password') ?? '',
  ].filter((secret) => secret !== '');
}
