import { responseUrl, team, users } from './slack-api.ts';

/**
 * What Slack sends when somebody uses a button or a small menu of a message:
 * https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 */
export const pressed = (
  element: Record<string, unknown>,
  { userId = users.alice.id, value }: { userId?: string; value?: string } = {},
) => ({
  type: 'block_actions',
  team: { id: team, domain: 'acme' },
  user: { id: userId, username: 'somebody', team_id: team },
  api_app_id: 'A1',
  token: 'x',
  trigger_id: '1.3.trigger',
  response_url: responseUrl.replace('commands', 'actions'),
  container: { type: 'message', message_ts: '1', channel_id: 'C0GENERAL' },
  channel: { id: 'C0GENERAL', name: 'general' },
  message: { ts: '1', text: '' },
  is_enterprise_install: false,
  enterprise: null,
  actions: [
    {
      type: element.type,
      action_id: element.action_id,
      block_id: 'b',
      action_ts: '1.1',
      ...(element.type === 'overflow'
        ? { selected_option: { text: { type: 'plain_text', text: 'x' }, value } }
        : { value: element.value }),
    },
  ],
});

/** The buttons and small menus of a message, as it went to Slack. */
export const elementsOf = (message: Record<string, unknown> | undefined) =>
  ((message?.blocks ?? []) as { type: string; elements?: Record<string, unknown>[] }[]).flatMap(
    ({ type, elements }) => (type === 'actions' ? (elements ?? []) : []),
  );
