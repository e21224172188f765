import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Installation, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import * as z from 'zod';
import { auditEntry } from '../domain/audit.ts';
import type { WorkspaceRef } from '../domain/connection.ts';
import { commands, optionalScopes, scopes } from '../ids.ts';
import { oauth as limits } from '../limits.ts';
import type { Route } from '../receivers/web-server.ts';
import { readBotIdentity } from '../slack/bot-identity.ts';
import type { Installations } from '../storage/installations.ts';
import type { OAuthStates } from '../storage/oauth-states.ts';
import type { Audit } from '../usecases/ports/audit.ts';
import { createReference, currentReference, withReference } from '../utils/request-reference.ts';
import { withTimeout } from '../utils/with-timeout.ts';
import { type Page, pages, sendPage } from './install-pages.ts';
import { createInstallStates, type InstallState, isSecret, newSecret } from './install-states.ts';
import { nextStep } from './limits.ts';

const installPath = '/slack/install';
const redirectPath = '/slack/oauth_redirect';

/** https://docs.slack.dev/reference/methods/oauth.v2.access */
const accessSchema = z.object({
  app_id: z.string().min(1),
  access_token: z.string().min(1),
  scope: z.string().catch(''),
  bot_user_id: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().positive().optional(),
  team: z.object({ id: z.string().min(1), name: z.string().catch('') }).nullish(),
  enterprise: z.object({ id: z.string().min(1), name: z.string().catch('') }).nullish(),
  is_enterprise_install: z.boolean().catch(false),
  authed_user: z.object({ id: z.string().min(1) }),
});
type Access = z.infer<typeof accessSchema>;

/**
 * Is told of an installation: where it is (a workspace, or a whole Enterprise organization), what Slack calls that, and the Slack user ID
 * of whoever installed the app. Never rejects.
 */
export type OnInstalled = (installed: {
  workspace: Partial<WorkspaceRef>;
  name: string;
  userId: string;
}) => Promise<void>;

/**
 * The two routes by which people install the app: the first redirects the browser to Slack, and Slack redirects it to the second.
 * An installation that was begun can be finished once, in the same browser, for a while.
 * https://docs.slack.dev/authentication/installing-with-oauth
 */
export function installRoutes(deps: {
  clientId: string;
  clientSecret: string;
  /** Where browsers reach the product, without a slash at its end. */
  publicUrl: string;
  /** Such as `https://slack.com/api/`: Slack's pages for people are at the same host. */
  apiUrl: string;
  /** A client with a token, or without one. */
  clientOf: (token?: string) => webApi.WebClient;
  installations: Installations;
  states: OAuthStates;
  audit: Pick<Audit, 'append'>;
  onInstalled: OnInstalled;
  /** Is given requests under way, which must end before the process does. */
  follow: (work: Promise<void>) => unknown;
  now: () => number;
  log: Logger;
}): Record<string, Route> {
  const { clientId, clientSecret, publicUrl, apiUrl, clientOf, installations, states, audit } =
    deps;
  const { onInstalled, follow, now, log } = deps;
  const redirectUri = `${publicUrl}${redirectPath}`;
  const { protocol, pathname } = new URL(publicUrl);
  // With this prefix a browser takes the cookie from this very host alone: https://developer.mozilla.org/docs/Web/HTTP/Guides/Cookies
  const [cookieName, cookieScope] =
    protocol === 'https:'
      ? ['__Host-piper-invite-install', 'Path=/; Secure']
      : ['piper-invite-install', `Path=${pathname.replace(/\/$/, '')}/slack`];
  const issued = createInstallStates({ secret: clientSecret, now });
  /** Hashes of states whose codes Slack is being asked for. */
  const underWay = new Set<string>();

  function begin(request: IncomingMessage, response: ServerResponse): void {
    // All tabs of a browser share one, so that each of them can finish what it began.
    const known = browserOf(request);
    const browser = isSecret(known) ? known : newSecret();
    const url = new URL('/oauth/v2/authorize', apiUrl);
    url.search = new URLSearchParams({
      client_id: clientId,
      // Optional scopes have to be in both lists; people can decline them.
      scope: [...scopes, ...optionalScopes].join(','),
      optional_scope: optionalScopes.join(','),
      redirect_uri: redirectUri,
      state: issued.issue(browser),
    }).toString();
    response
      .writeHead(302, {
        location: url.href,
        'set-cookie': cookie(browser),
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      })
      .end();
  }

  async function finish(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const query = new URL(request.url ?? '/', publicUrl).searchParams;
    // Whoever comes without the browser's secret can neither use a state nor spend it.
    const state = issued.read(query.get('state') ?? '', browserOf(request));
    if (!state || underWay.has(state.hash)) return sendPage(response, pages.expired());
    const code = query.get('code');
    if (!code) {
      const error = query.get('error');
      if (error === 'access_denied') return sendPage(response, pages.cancelled());
      log.error({ reason: error }, 'Slack redirected without a code');
      return sendPage(response, pages.failed(currentReference()));
    }

    underWay.add(state.hash);
    try {
      sendPage(response, await install(code, state));
    } finally {
      underWay.delete(state.hash);
    }
  }

  /** Spends the state only once Slack has taken the code, so that nobody can fill the storage. */
  async function install(code: string, state: InstallState): Promise<Page> {
    if (await states.isSpent(state.hash)) return pages.expired();
    const access = accessSchema.parse(
      await clientOf().oauth.v2.access({
        client_id: clientId,
        client_secret: clientSecret,
        code,
        redirect_uri: redirectUri,
      }),
    );
    const granted = access.scope.split(',');
    const missing = scopes.filter((scope) => !granted.includes(scope));
    if (missing.length > 0) {
      log.error({ missing }, 'app installed without required scopes');
      return pages.scopesMissing(missing);
    }
    const { botId } = await readBotIdentity(clientOf(access.access_token));
    if (!(await states.spend(state))) return pages.expired();
    await keep(access, botId);
    const { id, name } = placeOf(access);
    const slack = new URL('/app_redirect', apiUrl);
    slack.search = new URLSearchParams({ app: access.app_id, team: id }).toString();
    return pages.installed(name, slack.href, commands.invite);
  }

  async function keep(access: Access, botId: string): Promise<void> {
    const installation = installationOf(access, botId, now());
    const formerAt = await installations.storeInstallation(installation);
    const { id, name } = placeOf(access);
    await audit.append(
      auditEntry({
        workspace: id,
        at: now(),
        actor: access.authed_user.id,
        action: 'install',
        subject: id,
        surface: 'web',
        outcome: 'done',
        details: { name, scopes: access.scope },
      }),
    );
    log.info({ workspace: id, isOrgWide: access.is_enterprise_install }, 'app installed');
    // Whoever installs twice in a row has read it already.
    if (formerAt !== undefined && now() - formerAt < nextStep.tellAgainAfter) return;
    const { team, enterprise } = installation;
    const workspace = { ...(team && { teamId: team.id }), enterpriseId: enterprise?.id };
    const told = onInstalled({ workspace, name, userId: access.authed_user.id });
    follow(told);
    // The page leads to Slack, where the message should be by then.
    await withTimeout(told, nextStep.tellWithin);
  }

  const cookie = (browser: string): string =>
    [
      `${cookieName}=${browser}`,
      cookieScope,
      `Max-Age=${limits.stateTtl / 1_000}`,
      'HttpOnly',
      'SameSite=Lax',
    ].join('; ');

  function browserOf(request: IncomingMessage): string {
    const cookies = (request.headers.cookie ?? '').split(';').map((each) => each.trim());
    const own = cookies.find((each) => each.startsWith(`${cookieName}=`));
    return own?.slice(cookieName.length + 1) ?? '';
  }

  /** Always answers with a page; an error is logged under the reference on the page. */
  const guarded =
    (route: Route): Route =>
    (request, response) => {
      // Whatever looks at a link before somebody opens it gets no page, and nothing begins.
      if (request.method === 'HEAD') {
        response.end();
        return;
      }
      const work = withReference(createReference(), async () => {
        try {
          await route(request, response);
        } catch (error) {
          log.error({ err: error }, 'installation failed');
          if (!response.headersSent) sendPage(response, pages.failed(currentReference()));
        }
      });
      follow(work);
      return work;
    };

  return {
    [`GET ${installPath}`]: guarded(begin),
    [`GET ${redirectPath}`]: guarded(finish),
  };
}

/** Bolt's shape of an installation. */
function installationOf(access: Access, botId: string, at: number): Installation {
  const { team, enterprise, expires_in } = access;
  return {
    team: access.is_enterprise_install ? undefined : (team ?? undefined),
    enterprise: enterprise ?? undefined,
    isEnterpriseInstall: access.is_enterprise_install,
    user: { id: access.authed_user.id, token: undefined, scopes: undefined },
    bot: {
      id: botId,
      userId: access.bot_user_id,
      token: access.access_token,
      scopes: access.scope.split(','),
      ...(access.refresh_token && { refreshToken: access.refresh_token }),
      ...(expires_in && { expiresAt: Math.floor(at / 1_000) + expires_in }),
    },
    appId: access.app_id,
    tokenType: 'bot',
    authVersion: 'v2',
  } as Installation;
}

/** Where the app was installed: a workspace, or a whole Enterprise organization. */
function placeOf({ team, enterprise, is_enterprise_install }: Access) {
  const place = is_enterprise_install ? enterprise : team;
  if (!place) throw new Error('Slack did not say where the app was installed');
  return { id: place.id, name: place.name || 'Your workspace' };
}
