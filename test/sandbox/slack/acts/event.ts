import { randomBytes } from 'node:crypto';
import type { SlackActionResult } from '../../contract.ts';
import type { Fields } from '../json.ts';
import { app, verificationToken } from '../seed.ts';
import type { World } from '../world.ts';
import { done, failed } from './common.ts';

/**
 * Makes Slack tell the bot of `event`, which `as` did unless it says otherwise.
 * https://docs.slack.dev/apis/events-api
 */
export async function event(
  world: World,
  as: string | undefined,
  event: Fields,
): Promise<SlackActionResult> {
  const { team, bot } = world.workspace;
  const time = Date.now() / 1000;
  const delivery = await world.courier.deliver({
    name: String(event.type),
    json: {
      token: verificationToken,
      team_id: team.id,
      context_team_id: team.id,
      context_enterprise_id: null,
      api_app_id: app.id,
      event: { ...(as && { user: as }), event_ts: time.toFixed(6), ...event },
      type: 'event_callback',
      event_id: `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
      event_time: Math.floor(time),
      authorizations: [
        {
          enterprise_id: null,
          team_id: team.id,
          user_id: bot.userId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
      event_context: `4-${randomBytes(8).toString('hex')}`,
    },
  });
  return delivery.ok ? done(delivery.took) : failed(delivery.error);
}
