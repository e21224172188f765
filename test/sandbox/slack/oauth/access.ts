import type { Answer } from '../emulate.ts';
import type { Grant, Installations } from '../installations.ts';
import { asText, type Fields } from '../json.ts';
import { refuse } from '../refusal.ts';
import { app, clientId, clientSecret, workspaces } from '../seed.ts';

/**
 * Exchanges a code, or a refresh token where tokens rotate, for a token of the app.
 * https://docs.slack.dev/reference/methods/oauth.v2.access
 */
export function access(
  installations: Installations,
  args: Fields,
  authorization: string | undefined,
): Answer {
  const [id, secret] = credentialsOf(args, authorization);
  if (id !== clientId) return refuse('invalid_client_id');
  if (secret !== clientSecret) return refuse('bad_client_secret');
  const grant = exchange(installations, args);
  return 'error' in grant ? refuse(grant.error) : answerOf(grant);
}

function exchange(installations: Installations, args: Fields): Grant | { error: string } {
  switch (args.grant_type ?? 'authorization_code') {
    case 'authorization_code':
      return installations.exchange(asText(args.code), asText(args.redirect_uri));
    case 'refresh_token':
      return installations.refresh(asText(args.refresh_token));
    default:
      return { error: 'invalid_grant_type' };
  }
}

/** From the arguments, or from HTTP Basic. */
function credentialsOf(args: Fields, authorization: string | undefined): [string, string] {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (!basic) return [asText(args.client_id), asText(args.client_secret)];
  const [id = '', ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return [id, secret.join(':')];
}

function answerOf({ teamId, userId, scopes, token, refreshToken, expiresIn }: Grant): Answer {
  const workspace = workspaces.find(({ team }) => team.id === teamId);
  return {
    ok: true,
    app_id: app.id,
    authed_user: { id: userId },
    scope: scopes.join(','),
    token_type: 'bot',
    access_token: token,
    bot_user_id: workspace?.bot.userId,
    ...(refreshToken && { refresh_token: refreshToken, expires_in: expiresIn }),
    team: { id: teamId, name: workspace?.team.name },
    enterprise: null,
    is_enterprise_install: false,
  };
}
