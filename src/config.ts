import { z } from 'zod';
import { err, ok, type Result } from './domain/result.ts';

/** The settings of the process; how to get each is in `.env.example` and the README. */
export type Config = {
  slack: {
    botToken: string;
    apiUrl: string;
    /** How Slack reaches the product: over a WebSocket that it opens, or by HTTP requests that Slack signs. */
    connection: { mode: 'socket'; appToken: string } | { mode: 'http'; signingSecret: string };
  };
  piper: { token: string; organizationId: string; apiUrl: string };
  /** Slack user IDs that may invite besides admins and owners of the workspace. */
  inviters: string[];
  /** 0 takes any free port. */
  port: number;
  host: string;
  logLevel: string;
};

/** What is wrong with one variable, and what to do about it. */
export type ConfigProblem = { variable: string; problem: string; remedy: string };

const remedies: Record<string, string> = {
  SLACK_BOT_TOKEN:
    'Slack app page → OAuth & Permissions → Bot User OAuth Token (it starts with xoxb-)',
  SLACK_APP_TOKEN:
    'Slack app page → Basic Information → App-Level Tokens, with the scope connections:write (it starts with xapp-); or set SLACK_SIGNING_SECRET to be reached by HTTP instead',
  SLACK_SIGNING_SECRET: 'Slack app page → Basic Information → App Credentials → Signing Secret',
  SLACK_API_URL: 'leave it out, or give a URL such as https://slack.com/api/',
  PIPER_TOKEN:
    'Piper → organization settings → Platform tokens: one that may read and add members (it starts with pat_)',
  PIPER_ORG_ID:
    'Piper → organization settings: the ID of the organization (such as 6f1c1f0e-8a55-4a0c-9d4e-1b1a7d0c2f11)',
  PIPER_API_URL: 'leave it out, or give a URL such as https://api.letpiper.com',
  PIPER_INVITE_ADMINS:
    'leave it out, or list Slack user IDs such as U024BE7LH, separated by commas (profile → ⋮ → Copy member ID)',
  PORT: 'leave it out, or give a number from 0 to 65535',
  LOG_LEVEL: 'leave it out, or set trace, debug, info, warn, error or silent',
};

const missing = 'is missing';
const secret = (prefix: string) =>
  z
    .string({ error: missing })
    .startsWith(prefix, `doesn't start with ${prefix}`)
    .regex(/^\S+$/, 'has spaces in it')
    .min(prefix.length + 1, 'is only the start of a token');
const httpUrl = z.url({ protocol: /^https?$/, error: "isn't an http(s) URL" });

const schema = z
  .object({
    SLACK_BOT_TOKEN: secret('xoxb-'),
    SLACK_APP_TOKEN: secret('xapp-').optional(),
    SLACK_SIGNING_SECRET: z.string().min(8, 'is too short').optional(),
    SLACK_API_URL: httpUrl
      .default('https://slack.com/api/')
      .transform((url) => `${url.replace(/\/+$/, '')}/`),
    PIPER_TOKEN: secret('pat_'),
    PIPER_ORG_ID: z.string({ error: missing }).regex(/^[\w-]+$/, "isn't an organization ID"),
    PIPER_API_URL: httpUrl
      .default('https://api.letpiper.com')
      .transform((url) => url.replace(/\/+$/, '')),
    PIPER_INVITE_ADMINS: z
      .string()
      .default('')
      .transform((list) => list.split(/[\s,;]+/).filter(Boolean))
      .pipe(z.array(z.string().regex(/^[UW][A-Z0-9]{2,}$/, "isn't a list of Slack user IDs"))),
    PORT: z
      .string()
      .default('3000')
      .transform(Number)
      .pipe(z.int("isn't a port").min(0, "isn't a port").max(65_535, "isn't a port")),
    HOST: z.string().default('0.0.0.0'),
    LOG_LEVEL: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], { error: "isn't a log level" })
      .default('info'),
  })
  .refine((env) => env.SLACK_APP_TOKEN ?? env.SLACK_SIGNING_SECRET, {
    path: ['SLACK_APP_TOKEN'],
    error: missing,
    // Told together with the other problems, not only once they are solved.
    when: () => true,
  });

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
  return ok({
    slack: {
      botToken: env.SLACK_BOT_TOKEN,
      apiUrl: env.SLACK_API_URL,
      connection: env.SLACK_APP_TOKEN
        ? { mode: 'socket', appToken: env.SLACK_APP_TOKEN }
        : { mode: 'http', signingSecret: env.SLACK_SIGNING_SECRET ?? '' },
    },
    piper: {
      token: env.PIPER_TOKEN,
      organizationId: env.PIPER_ORG_ID,
      apiUrl: env.PIPER_API_URL,
    },
    inviters: env.PIPER_INVITE_ADMINS,
    port: env.PORT,
    host: env.HOST,
    logLevel: env.LOG_LEVEL,
  });
}
