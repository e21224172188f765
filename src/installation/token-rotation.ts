import type { Installation, InstallationQuery, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
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
 * Finds the token of whoever sent a request. A rotating token is renewed before it ends, by one caller at a time in all
 * processes, since a refresh token can be used once; who cannot renew it in time goes on with the one that there is, while it
 * lives. Gives nothing where the app is not installed or has no token that can be used. Throws when the storage fails.
 * https://docs.slack.dev/authentication/using-token-rotation
 */
export function createBotAccess(deps: {
  installations: Installations;
  clientId: string;
  clientSecret: string;
  /** A client without a token. */
  client: webApi.WebClient;
  /** Told of renewals, which may go on when the request that began them has its answer. */
  follow: (work: Promise<void>) => unknown;
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
  log: Logger;
}) {
  const { installations, clientId, clientSecret, client, follow, now, wait, log } = deps;
  const renewing = new Map<string, Promise<Bot | undefined>>();

  const endsAt = ({ expiresAt }: Bot): number =>
    expiresAt === undefined ? Number.POSITIVE_INFINITY : expiresAt * 1_000;
  const isOld = (bot: Bot): boolean =>
    bot.refreshToken !== undefined && endsAt(bot) - limits.refreshBefore <= now();
  const isOver = (bot: Bot): boolean => endsAt(bot) <= now();

  return async (origin: Origin): Promise<BotAccess | undefined> => {
    const query = queryOf(origin);
    const bot = query && (await find(query))?.bot;
    if (!query || !bot) return undefined;
    const current = isOld(bot) ? await renewInTime(query, bot) : bot;
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
      if (error.why.kind === 'none') log.info({ origin: query }, 'the app is not installed there');
      else log.error({ err: error, why: error.why }, 'an installation cannot be read');
      return undefined;
    }
  }

  /** While the old token lives, nobody who has a form to open waits long for a new one. */
  async function renewInTime(query: Query, bot: Bot): Promise<Bot | undefined> {
    const renewal = renewOnce(query, bot);
    if (isOver(bot)) return renewal;
    const ended = renewal.then((renewed) => ({ renewed }));
    const inTime = await withTimeout(ended, limits.refreshTimeout);
    return inTime ? inTime.renewed : bot;
  }

  function renewOnce(query: Query, bot: Bot): Promise<Bot | undefined> {
    const key = JSON.stringify(query);
    const other = renewing.get(key);
    if (other) return other;
    const mine = renewOrWait(query, bot)
      .catch((error: unknown) => {
        log.error({ err: error }, 'a token could not be renewed');
        return isOver(bot) ? undefined : bot;
      })
      .finally(() => renewing.delete(key));
    renewing.set(key, mine);
    follow(mine.then(() => undefined));
    return mine;
  }

  async function renewOrWait(query: Query, bot: Bot): Promise<Bot | undefined> {
    const until = now() + limits.refreshClaim;
    if (await installations.claimRefresh(query, now(), until)) return renew(query, until);
    if (!isOver(bot)) return bot;
    for (let looks = 0; looks < limits.otherProcess.looks; looks += 1) {
      await wait(limits.otherProcess.pause);
      const found = (await find(query))?.bot;
      if (!found || !isOver(found)) return found;
    }
    log.error('a token is over, and nobody has renewed it');
    return undefined;
  }

  async function renew(query: Query, claimedUntil: number): Promise<Bot | undefined> {
    // Another process may have renewed it between the look and the claim.
    const installation = await find(query);
    const bot = installation?.bot;
    if (!bot || !isOld(bot)) return bot;
    const answer = refreshedSchema.parse(
      await client.oauth.v2.access({
        client_id: clientId,
        client_secret: clientSecret,
        grant_type: 'refresh_token',
        refresh_token: bot.refreshToken ?? '',
      }),
    );
    const renewed: Bot = {
      ...bot,
      token: answer.access_token,
      refreshToken: answer.refresh_token,
      expiresAt: Math.floor(now() / 1_000) + answer.expires_in,
    };
    const isStored = await store({ ...installation, bot: renewed }, claimedUntil);
    // Taken out or installed anew meanwhile.
    return isStored ? renewed : (await find(query))?.bot;
  }

  /** The old refresh token is spent: a new one that is lost ends the installation. */
  async function store(installation: Installation, claimedUntil: number): Promise<boolean> {
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await installations.storeRefreshed(installation, claimedUntil);
      } catch (error) {
        if (attempts === limits.storeAttempts) throw error;
        log.warn({ err: error, attempts }, 'a renewed token could not be stored');
        await wait(limits.otherProcess.pause);
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
