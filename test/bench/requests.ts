import { createHmac } from 'node:crypto';
import { inviter, organizationId, role, team } from '../helpers/local-servers.ts';
import { signingSecret } from './outside.ts';

let requests = 0;

/** A slash command, signed as Slack signs; resolves when it is acknowledged. */
export const command = (port: number, text: string): Promise<void> =>
  post(port, {
    command: '/piper-invite',
    text,
    team_id: team,
    user_id: inviter,
    channel_id: 'C0GENERAL',
    trigger_id: `trigger-${++requests}`,
    response_url: 'http://127.0.0.1:9/',
    api_app_id: 'A1',
  });

/** The form, filled in for one address. */
export const submission = (port: number, address: string): Promise<void> =>
  post(port, {
    payload: JSON.stringify({
      type: 'view_submission',
      team: { id: team },
      user: { id: inviter },
      api_app_id: 'A1',
      view: {
        id: `V${++requests}`,
        type: 'modal',
        callback_id: 'invite',
        private_metadata: organizationId,
        state: {
          values: {
            people: { people: { selected_users: [] } },
            addresses: { addresses: { value: address } },
            role: {
              role: {
                selected_option: { value: role.id, text: { type: 'plain_text', text: role.name } },
              },
            },
            channel: { channel: { selected_conversation: 'C0GENERAL' } },
            note: { note: { value: null } },
          },
        },
      },
    }),
  });

async function post(port: number, fields: Record<string, string>): Promise<void> {
  const body = new URLSearchParams(fields).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const digest = createHmac('sha256', signingSecret)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  const answer = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${digest}`,
    },
    body,
  });
  const text = await answer.text();
  if (!answer.ok || text.includes('errors')) throw new Error(`${answer.status} ${text}`);
}

/** Does something `count` times, so many at a time. */
export async function concurrently(
  atOnce: number,
  count: number,
  work: () => Promise<void>,
): Promise<void> {
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
