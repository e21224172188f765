import { inviter, organizationId, role, team } from '../helpers/local-servers.ts';
import { postSigned, slackBody } from '../helpers/signed-request.ts';

let requests = 0;

/** A slash command, signed as Slack signs; resolves when it is acknowledged. */
export const command = (port: number, text: string): Promise<void> =>
  post(
    port,
    slackBody('command', {
      command: '/piper-invite',
      text,
      team_id: team,
      user_id: inviter,
      channel_id: 'C0GENERAL',
      trigger_id: `trigger-${++requests}`,
      response_url: 'http://127.0.0.1:9/',
      api_app_id: 'A1',
    }),
  );

/** The form, filled in for one address. */
export const submission = (port: number, address: string): Promise<void> =>
  post(
    port,
    slackBody('interaction', {
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
  );

async function post(port: number, body: ReturnType<typeof slackBody>): Promise<void> {
  const answer = await postSigned(`http://127.0.0.1:${port}/slack/events`, body);
  const text = JSON.stringify(answer.body);
  if (answer.status !== 200 || text.includes('errors')) throw new Error(`${answer.status} ${text}`);
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
