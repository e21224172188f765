import { webApi } from '@slack/bolt';
import { request } from 'undici';
import * as z from 'zod';
import type { Config } from '../config.ts';
import { optionalFeatureScopes, scopes } from '../ids.ts';
import {
  appTokenProblem,
  botTokenProblem,
  missingScopesProblem,
} from '../installation/preflight.ts';
import { slack as slackLimits } from '../limits.ts';
import { type BotIdentity, readBotIdentity } from '../slack/bot-identity.ts';
import { type SlackClientSettings, slackClientOptions } from '../slack/client.ts';
import { slackErrorWord } from '../slack/error-word.ts';
import { type Finding, fault, ok, skipped, warning } from './finding.ts';
import { doctor as limits } from './limits.ts';

/** A client for Slack's Web API; without a token for what needs none. */
export const clientOf = (slack: SlackClientSettings, token?: string) =>
  new webApi.WebClient(token, slackClientOptions(slack, slackLimits.messageTimeout));

/** This machine's clock beside Slack's. `now` in epoch milliseconds. */
export async function checkClock(slack: SlackClientSettings, now: () => number): Promise<Finding> {
  try {
    const { apiUrl, dispatcher } = slack;
    const signal = AbortSignal.timeout(limits.timeout);
    const asked = { method: 'POST', dispatcher, signal } as const;
    const { headers, body } = await request(`${apiUrl}auth.test`, asked);
    await body.dump();
    const theirs = Date.parse(String(headers.date));
    if (Number.isNaN(theirs)) return skipped('Clock', 'Slack did not tell the time.');
    const ahead = Math.round((now() - theirs) / 1_000);
    return Math.abs(ahead) > limits.clockSkewSeconds
      ? fault(
          'Clock',
          `The clock of this machine is ${Math.abs(ahead)} seconds ${ahead > 0 ? 'ahead of' : 'behind'} Slack's, so Slack's requests are refused. Set it, and keep it set by NTP.`,
        )
      : ok('Clock', "It agrees with Slack's.");
  } catch (error) {
    return skipped('Clock', `Slack can't be asked for the time (${slackErrorWord(error)}).`);
  }
}

/** The bot's token and its scopes, or the app's credentials where many workspaces install it. */
export async function checkApp(
  app: Config['slack']['app'],
  slack: SlackClientSettings,
): Promise<Finding[]> {
  return app.kind === 'one'
    ? checkBot(clientOf(slack, app.botToken))
    : checkCredentials(app, slack);
}

async function checkBot(client: webApi.WebClient): Promise<Finding[]> {
  try {
    const identity = await readBotIdentity(client);
    return [ok('Slack app', `It is installed in ${identity.teamName}.`), checkScopes(identity)];
  } catch (error) {
    return [fault('Slack app', botTokenProblem(slackErrorWord(error)))];
  }
}

function checkScopes({ scopes: granted }: BotIdentity): Finding {
  if (!granted) return skipped('Scopes', 'Slack did not tell which ones the app has.');
  const missing = scopes.filter((scope) => !granted.includes(scope));
  if (missing.length > 0) return fault('Scopes', missingScopesProblem(missing));
  const left = Object.values(optionalFeatureScopes)
    .flat()
    .filter((scope) => !granted.includes(scope));
  return left.length > 0
    ? warning(
        'Scopes',
        `The app has no ${left.join(', ')}, so it does without what they are for. To have that, add them under OAuth & Permissions and install the app into the workspace again.`,
      )
    : ok('Scopes', 'The app has all that manifest.yml names.');
}

/** Slack tells whose fault it is before it looks at the code. https://docs.slack.dev/reference/methods/oauth.v2.access#errors */
async function checkCredentials(
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  slack: SlackClientSettings,
): Promise<Finding[]> {
  try {
    const asked = { client_id: clientId, client_secret: clientSecret, code: 'doctor' };
    await clientOf(slack).oauth.v2.access(asked);
  } catch (error) {
    const word = slackErrorWord(error);
    if (word === 'invalid_client_id' || word === 'bad_client_secret') {
      const name = word === 'invalid_client_id' ? 'SLACK_CLIENT_ID' : 'SLACK_CLIENT_SECRET';
      return [
        fault(
          'Slack app',
          `Slack doesn't accept ${name} (${word}). Copy it again: Slack app page → Basic Information → App Credentials.`,
        ),
      ];
    }
    if (word !== 'invalid_code') return [fault('Slack app', botTokenProblem(word))];
  }
  return [ok('Slack app', 'Slack accepts SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.')];
}

/** Whether the app can connect, by an address for a connection that is never opened. */
export async function checkSocketMode(
  connection: Config['slack']['connection'],
  slack: SlackClientSettings,
): Promise<Finding> {
  if (connection.mode === 'http') {
    return skipped('Socket Mode', 'Slack sends HTTP requests.');
  }
  try {
    await clientOf(slack, connection.appToken).apps.connections.open({});
    return ok('Socket Mode', 'Slack accepts SLACK_APP_TOKEN.');
  } catch (error) {
    if (error instanceof webApi.WebAPIRateLimitedError) {
      return skipped('Socket Mode', 'Slack was asked too often. Look again in a minute.');
    }
    return fault('Socket Mode', appTokenProblem(slackErrorWord(error)));
  }
}

const channelSchema = z.object({
  channel: z.object({
    name: z.string().catch(''),
    is_archived: z.boolean().catch(false),
    is_private: z.boolean().catch(false),
    is_member: z.boolean().catch(true),
    is_ext_shared: z.boolean().catch(false),
  }),
});

/** A channel that something is posted to. */
export type PostedTo = { channel: string; what: 'confirmations' | 'requests'; workspace: string };

export async function checkChannel(
  client: webApi.WebClient,
  { channel: id, what, workspace }: PostedTo,
): Promise<Finding> {
  const check = `Channel for ${what}`;
  const place = `${id} in ${workspace}`;
  const form = what === 'requests' ? '/piper-invite approvals' : '/piper-invite settings';
  try {
    const { channel } = channelSchema.parse(await client.conversations.info({ channel: id }));
    const named = channel.name ? `#${channel.name} (${place})` : place;
    if (channel.is_archived) {
      return fault(check, `${named} is archived. Choose another channel with ${form}.`);
    }
    if (channel.is_private && !channel.is_member) {
      return fault(check, `The app isn't in ${named}. Invite it there: /invite @Piper Invite`);
    }
    if (what === 'requests' && channel.is_ext_shared) {
      return fault(
        check,
        `${named} is shared with others, so requests aren't posted there. Choose another channel with ${form}.`,
      );
    }
    return ok(check, `The app can post in ${named}.`);
  } catch (error) {
    const word = slackErrorWord(error);
    if (word !== 'channel_not_found') {
      return skipped(check, `Slack doesn't tell about ${place} (${word}).`);
    }
    return fault(
      check,
      `${place} is gone, or private without the app. Invite it there with /invite @Piper Invite, or choose another channel with ${form}.`,
    );
  }
}
