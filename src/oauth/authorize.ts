import type { Installation, InstallationQuery, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import { oauth as limits } from '../limits.ts';
import { InstallationError, type Installations } from '../storage/installations.ts';
import type { Origin } from '../workspaces.ts';

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

/**
 * Finds the token of whoever sent a request. A rotating token is renewed before it ends, by one caller at a time in all
 * processes, since a refresh token can be used once; who cannot renew it goes on with the one that there is, while it lives.
 * Gives nothing where the app is not installed or the token cannot be read.
 * https://docs.slack.dev/authentication/using-token-rotation
 */
export function createInstalledAccess(deps: {
  installations: Installations;
  clientId: string;
  clientSecret: string;
  /** A client without a token. */
  client: webApi.WebClient;
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
  log: Logger;
}) {
  const { installations, clientId, clientSecret, client, now, wait, log } = deps;
  const refreshing = new Map<string, Promise<Bot | undefined>>();

  const endsAt = ({ expiresAt }: Bot): number =>
    expiresAt === undefined ? Number.POSITIVE_INFINITY : expiresAt * 1_000;
  const isOld = (bot: Bot): boolean =>
    bot.refreshToken !== undefined && endsAt(bot) - limits.refreshBefore <= now();
  const isOver = (bot: Bot): boolean => endsAt(bot) <= now();

  return async (origin: Origin): Promise<BotAccess | undefined> => {
    const query = queryOf(origin);
    const bot = query && (await find(query));
    if (!query || !bot) return undefined;
    const current = isOld(bot) ? await refreshOnce(query, bot) : bot;
    return (
      current && {
        botToken: current.token,
        botId: current.id,
        botUserId: current.userId,
        scopes: current.scopes,
      }
    );
  };

  async function find(query: InstallationQuery<boolean>): Promise<Bot | undefined> {
    try {
      return (await installations.fetchInstallation(query)).bot;
    } catch (error) {
      if (!(error instanceof InstallationError)) throw error;
      if (error.why.kind === 'none') log.info({ origin: query }, 'the app is not installed there');
      else log.error({ err: error, why: error.why }, 'an installation cannot be read');
      return undefined;
    }
  }

  function refreshOnce(query: InstallationQuery<boolean>, bot: Bot): Promise<Bot | undefined> {
    const key = JSON.stringify([query.teamId, query.enterpriseId, query.isEnterpriseInstall]);
    const other = refreshing.get(key);
    if (other) return other;
    const mine = refreshOrWait(query, bot).finally(() => refreshing.delete(key));
    refreshing.set(key, mine);
    return mine;
  }

  async function refreshOrWait(
    query: InstallationQuery<boolean>,
    bot: Bot,
  ): Promise<Bot | undefined> {
    const at = now();
    if (await installations.claimRefresh(query, at, at + limits.refreshClaim)) {
      return refresh(query, bot);
    }
    if (!isOver(bot)) return bot;
    for (let looks = 0; looks < limits.otherProcess.looks; looks += 1) {
      await wait(limits.otherProcess.pause);
      const found = await find(query);
      if (!found || !isOver(found)) return found;
    }
    log.error('a token is over, and nobody has renewed it');
    return undefined;
  }

  async function refresh(query: InstallationQuery<boolean>, known: Bot): Promise<Bot | undefined> {
    // Another process may have renewed it between the look and the claim.
    const installation = await installations.fetchInstallation(query);
    const bot = installation.bot ?? known;
    if (!isOld(bot)) return bot;
    try {
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
      await installations.storeInstallation({ ...installation, bot: renewed });
      return renewed;
    } catch (error) {
      log.error({ err: error }, 'a token could not be renewed');
      return isOver(bot) ? undefined : bot;
    }
  }
}

/** Undefined where it names neither a workspace nor an organization. */
function queryOf({ teamId, enterpriseId, isEnterpriseInstall }: Origin) {
  const isEnterprise = isEnterpriseInstall === true && enterpriseId !== undefined;
  if (!isEnterprise && !teamId) return undefined;
  return {
    teamId,
    enterpriseId,
    isEnterpriseInstall: isEnterprise,
  } as InstallationQuery<boolean>;
}
