import type { webApi } from '@slack/bolt';
import * as z from 'zod';

/** What a bot token belongs to: a workspace, or the whole Enterprise organization where it was installed org-wide. */
export type BotIdentity = {
  teamId: string;
  teamName: string;
  enterpriseId?: string | undefined;
  /** Whether the token is good for every workspace of the Enterprise organization. */
  isOrgWide: boolean;
  botId: string;
  botUserId: string;
  /** The scopes that the token was given, where Slack said so. */
  scopes?: string[];
};

const schema = z.object({
  team_id: z.string().min(1),
  team: z.string().catch(''),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().nullish().catch(undefined),
  bot_id: z.string().min(1),
  user_id: z.string().min(1),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** Asks Slack whose token it is: https://docs.slack.dev/reference/methods/auth.test. Throws what the client throws. */
export async function readBotIdentity(client: webApi.WebClient): Promise<BotIdentity> {
  const answer = schema.parse(await client.auth.test());
  const scopes = answer.response_metadata?.scopes;
  return {
    teamId: answer.team_id,
    teamName: answer.team,
    enterpriseId: answer.enterprise_id || undefined,
    // A workspace's token has the workspace for its team, whichever of the two Slack tells.
    isOrgWide: answer.is_enterprise_install ?? answer.team_id === answer.enterprise_id,
    botId: answer.bot_id,
    botUserId: answer.user_id,
    ...(scopes && { scopes }),
  };
}
