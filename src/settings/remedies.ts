import { settings } from '../limits.ts';
import { postgres, retention } from '../storage/limits.ts';

const keepRemedy = (least: number) =>
  `leave it out, or give a number of days from ${least} to ${retention.maxDays}`;

/** What to do about a setting that is missing or wrong, by its name. */
export const remedies: Record<string, string> = {
  SLACK_BOT_TOKEN:
    'Slack app page → OAuth & Permissions → Bot User OAuth Token (it starts with xoxb-); or set SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and PUBLIC_URL instead, so that people can install the app into many workspaces',
  SLACK_CLIENT_ID: 'Slack app page → Basic Information → App Credentials → Client ID',
  SLACK_CLIENT_SECRET: 'Slack app page → Basic Information → App Credentials → Client Secret',
  PUBLIC_URL:
    'the address at which browsers reach the product, such as https://piper-invite.example.com; the Slack app needs this address with /slack/oauth_redirect behind it as its redirect URL',
  SLACK_APP_TOKEN:
    'Slack app page → Basic Information → App-Level Tokens, with the scope connections:write (it starts with xapp-); or set SLACK_SIGNING_SECRET to be reached by HTTP instead',
  SLACK_SIGNING_SECRET: 'Slack app page → Basic Information → App Credentials → Signing Secret',
  SLACK_API_URL: 'leave it out, or give a URL such as https://slack.com/api/',
  PIPER_TOKEN:
    'leave it out together with PIPER_ORG_ID and connect from Slack, or copy it: Piper → organization settings → Platform tokens: one that may read and add members (it starts with pat_)',
  PIPER_ORG_ID:
    'copy it: Piper → organization settings: the ID of the organization (such as 6f1c1f0e-8a55-4a0c-9d4e-1b1a7d0c2f11)',
  PIPER_API_URL: 'leave it out, or give a URL such as https://api.letpiper.com',
  PIPER_APP_URL:
    'leave it out, or give the address in a browser that has /members, /roles and /tokens behind it, with {organization} where the ID of the organization belongs',
  PIPER_CONCURRENCY: `leave it out, or give a number from 1 to ${settings.maxConcurrency}`,
  PIPER_INVITE_ADMINS:
    'leave it out, or list Slack user IDs such as U024BE7LH, separated by commas (profile → ⋮ → Copy member ID); where many workspaces can install the app, each behind the ID of its workspace, such as T024BE7LG/U024BE7LH (the one in the address of Slack in a browser)',
  DATA_DIR: 'leave it out, or name a directory',
  DATABASE_URL:
    'leave it out, or give a URL such as postgres://user:password@host/database?sslmode=verify-full, with special characters of the password in their spelling for URLs',
  DATABASE_POOL_INTERACTIVE: `leave it out, or give a number of connections from ${postgres.minConnections} to ${postgres.maxConnections}`,
  DATABASE_POOL_BACKGROUND: `leave it out, or give a number of connections from ${postgres.minConnections} to ${postgres.maxConnections}`,
  ENCRYPTION_KEYS:
    'one or more keys, separated by commas, each a name, a colon and 32 random bytes: echo "$(date +%Y-%m):$(openssl rand -base64 32 | tr +/ -_ | tr -d =)"',
  KEEP_INVITES_DAYS: keepRemedy(retention.minDays),
  KEEP_RECORD_DAYS: keepRemedy(retention.minDays),
  KEEP_UNINSTALLED_DAYS: keepRemedy(retention.minUninstalledDays),
  PORT: `leave it out, or give a number from 0 to ${settings.maxPort}`,
  METRICS_PORT: `leave it out, or give a number from 0 to ${settings.maxPort} that isn't PORT`,
  METRICS_HOST: 'leave it out, or set it together with METRICS_PORT',
  METRICS_TOKEN: `leave it out, or make one of ${settings.minMetricsToken} characters or more: openssl rand -hex 32`,
  ...Object.fromEntries(
    ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((variable) => [
      variable,
      'leave it out, or give a URL such as http://proxy.example.com:3128',
    ]),
  ),
  LOG_LEVEL: 'leave it out, or set trace, debug, info, warn, error or silent',
};
