import type { ModalView } from '@slack/types';
import { expect } from 'vitest';
import type { Asking } from '../../src/domain/asking.ts';
import { type Options, startUnconnected, type TestApp } from './app.ts';
import { changeSettings } from './change-settings.ts';
import { eventually } from './eventually.ts';
import { roles } from './piper.ts';
import { users } from './slack.ts';
import { elementsOf } from './views.ts';

const { bob, carol } = users;

/** The channel of those who decide. */
export const approvers = 'C0APPROVE';
export const why = { reason: 'Ada joins our team on Monday' };

/** Everybody asks Carol in a channel. */
export const askCarol: Asking = {
  approvers: { channel: approvers, userIds: [carol.id], userGroupIds: [], quietUserIds: [] },
  expireAfterDays: 7,
  selfApproval: false,
  twoApprovals: [],
};

/** Connected by Alice. Only admins invite; everybody else asks Carol in a channel. Carol and Bob are Editors in Piper. */
export async function startAsking(
  about: Partial<Asking> = {},
  options: Options = {},
): Promise<TestApp> {
  const app = await startUnconnected(options);
  await app.connect();
  app.piper.join('bob@acme.example', roles.editor);
  app.piper.join('carol@acme.example', roles.editor);
  changeSettings(app, { asking: { ...askCarol, ...about } });
  return app;
}

export type Posted = { channel: string; text: string; blocks: unknown[]; ts?: string };

/** What was posted in a channel, or to a person. */
export const posted = (app: TestApp, channel: string): Posted[] =>
  app.journal.of('chat.postMessage').filter((body) => body.channel === channel) as Posted[];

/** Bob asks; gives the preview, and the message to those who decide. */
export async function ask(
  app: TestApp,
  text = 'ada@example.com as Editor',
  userId: string = bob.id,
): Promise<{ preview: ModalView; message: Posted }> {
  const before = posted(app, approvers).length;
  const preview = await app.open(text, userId);
  const answer = await app.submit(preview, why, { userId });
  expect(answer).toEqual({ response_action: 'clear' });
  await eventually(() => expect(posted(app, approvers).length).toBeGreaterThan(before));
  const message = posted(app, approvers).at(-1) as Posted;
  return { preview, message };
}

/** A button of a message, as it is pressed. */
export function buttonIn(message: Record<string, unknown>, action: string) {
  const button = elementsOf(message).find(({ action_id }) => action_id === action);
  if (!button) throw new Error(`no ${action} in ${JSON.stringify(message)}`);
  return { action_id: action, value: String(button.value) };
}

/** Presses a button of a message; gives what the presser alone is told. */
export async function decide(
  app: TestApp,
  message: Record<string, unknown>,
  action: string,
  userId: string,
): Promise<string | undefined> {
  const before = app.said().privately.length;
  await app.press(buttonIn(message, action), { userId });
  await eventually(() => expect(app.said().privately.length).toBeGreaterThan(before));
  return app.said().privately.at(-1);
}

/** Presses a button of a message; gives the modal that opens. */
export async function decideInModal(
  app: TestApp,
  message: Record<string, unknown>,
  action: string,
  userId: string,
): Promise<ModalView> {
  const before = app.updates();
  await app.press(buttonIn(message, action), { userId });
  return app.updatedView(before);
}

/** Everything that is stored of requests and what became of them. */
export const stored = (app: TestApp) =>
  [
    'requests order by id',
    'request_people order by request_id, position',
    'request_votes order by request_id, user_id',
    'batches order by id',
    'invitations order by id',
    'audit_entries order by rowid',
  ].map((from) => app.query(`select * from ${from}`));

/** What others than the presser have been told. */
export const told = (app: TestApp) => [
  ...app.journal.of('chat.postMessage'),
  ...app.journal.of('chat.update'),
];

/** Resolves when nothing is left to send, or to tell anybody. */
export const untilQuiet = (app: TestApp) =>
  eventually(() => {
    expect(app.query('select id from batches where notified_at is null')).toEqual([]);
    expect(
      app.query('select id from requests where shown_version < version or notify_after > 0'),
    ).toEqual([]);
  });
