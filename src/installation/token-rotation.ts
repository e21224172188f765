import type { Installation, InstallationQuery, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import * as z from 'zod';
import { oauth as limits } from '../limits.ts';
import type { Origin } from '../slack/workspaces.ts';
import { InstallationError, type Installations } from '../storage/installations.ts';
import { withTimeout } from '../utils/with-timeout.ts';

export type BotAccess = {
  botToken: string;
  botId: string;
  botUserId: string;
  /** What the token was granted. */
  scopes: readonly string[];
};

/** https://docs.slack.dev/reference/methods/oauth.v2.access, asked for a refresh */
const refreshedSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive(),
});

type Bot = NonNullable<Installation['bot']>;
type Query = InstallationQuery<boolean>;

/**
 * Finds the bot token for a request. A rotating token is refreshed before it expires, by one caller at a time across all processes,
 * since a refresh token can be used only once; a request that cannot wait uses the old token as long as it is valid. Undefined
 * where the app is not installed or has no usable token. Throws when the storage fails.
 * https://docs.slack.dev/authentication/using-token-rotation
 */
export function createBotAccess(deps: {
  installations: Installations;
  clientId: string;
  clientSecret: string;
  /** A client without a token. */
  client: webApi.WebClient;
  /** Is given refreshes, which may outlast the request that began them. */
  follow: (work: Promise<void>) => unknown;
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
  log: Logger;
}) {
  const { installations, clientId, clientSecret, client, follow, now, wait, log } = deps;
  const underWay = new Map<string, Promise<Bot | undefined>>();

  const endsAt = ({ expiresAt }: Bot): number =>
    expiresAt === undefined ? Number.POSITIVE_INFINITY : expiresAt * 1_000;
  const isRefreshDue = (bot: Bot): boolean =>
    bot.refreshToken !== undefined && endsAt(bot) - limits.refreshBefore <= now();
  const isExpired = (bot: Bot): boolean => endsAt(bot) <= now();

  return async (origin: Origin): Promise<BotAccess | undefined> => {
    const query = queryOf(origin);
    const bot = query && (await find(query))?.bot;
    if (!query || !bot) return undefined;
    const current = isRefreshDue(bot) ? await refreshInTime(query, bot) : bot;
    return (
      current && {
        botToken: current.token,
        botId: current.id,
        botUserId: current.userId,
        scopes: current.scopes,
      }
    );
  };

  async function find(query: Query): Promise<Installation | undefined> {
    try {
      return await installations.fetchInstallation(query);
    } catch (error) {
      if (!(error instanceof InstallationError)) throw error;
      if (error.why.kind === 'none') log.info({ origin: query }, 'app not installed');
      else log.error({ err: error, why: error.why }, 'installation cannot be read');
      return undefined;
    }
  }

  /** While the old token is valid, a request that has a form to open does not wait long for a new one. */
  async function refreshInTime(query: Query, bot: Bot): Promise<Bot | undefined> {
    const refreshed = refreshOnce(query, bot);
    if (isExpired(bot)) return refreshed;
    const ended = refreshed.then((newBot) => ({ newBot }));
    const inTime = await withTimeout(ended, limits.refreshTimeout);
    return inTime ? inTime.newBot : bot;
  }

  function refreshOnce(query: Query, bot: Bot): Promise<Bot | undefined> {
    const key = JSON.stringify(query);
    const other = underWay.get(key);
    if (other) return other;
    const mine = refreshOrWait(query, bot)
      .catch((error: unknown) => {
        log.error({ err: error }, 'token refresh failed');
        return isExpired(bot) ? undefined : bot;
      })
      .finally(() => underWay.delete(key));
    underWay.set(key, mine);
    follow(mine.then(() => undefined));
    return mine;
  }

  async function refreshOrWait(query: Query, bot: Bot): Promise<Bot | undefined> {
    const until = now() + limits.refreshLease;
    if (await installations.claimRefresh(query, now(), until)) return refresh(query, until);
    if (!isExpired(bot)) return bot;
    for (let checks = 0; checks < limits.refreshPoll.attempts; checks += 1) {
      await wait(limits.refreshPoll.interval);
      const found = (await find(query))?.bot;
      if (!found || !isExpired(found)) return found;
    }
    log.error('token expired, and no process has refreshed it');
    return undefined;
  }

  async function refresh(query: Query, claimedUntil: number): Promise<Bot | undefined> {
    // Another process may have refreshed it between the read and the claim.
    const installation = await find(query);
    const bot = installation?.bot;
    if (!bot || !isRefreshDue(bot)) return bot;
    const answer = refreshedSchema.parse(
      await client.oauth.v2.access({
        client_id: clientId,
        client_secret: clientSecret,
        grant_type: 'refresh_token',
        refresh_token: bot.refreshToken ?? '',
      }),
    );
    const refreshed: Bot = {
      ...bot,
      token: answer.access_token,
      refreshToken: answer.refresh_token,
      expiresAt: Math.floor(now() / 1_000) + answer.expires_in,
    };
    const isStored = await store({ ...installation, bot: refreshed }, claimedUntil);
    // The app was uninstalled, or installed again, meanwhile.
    return isStored ? refreshed : (await find(query))?.bot;
  }

  /** The old refresh token is spent, so losing the new one would end the installation. */
  async function store(installation: Installation, claimedUntil: number): Promise<boolean> {
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await installations.storeRefreshed(installation, claimedUntil);
      } catch (error) {
        if (attempts === limits.storeAttempts) throw error;
        log.warn({ err: error, attempts }, 'refreshed token could not be stored');
        await wait(limits.refreshPoll.interval);
      }
    }
  }
}

/** Undefined where it names neither a workspace nor an organization. */
function queryOf({ teamId, enterpriseId, isEnterpriseInstall }: Origin): Query | undefined {
  if (isEnterpriseInstall && enterpriseId) {
    return { teamId: undefined, enterpriseId, isEnterpriseInstall: true };
  }
  return teamId ? { teamId, enterpriseId: undefined, isEnterpriseInstall: false } : undefined;
}
