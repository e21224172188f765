import { expect } from 'vitest';
import { notifications as limits } from '../../src/limits.ts';
import { startApp, startInstallable, type TestApp } from './app.ts';
import { eventually } from './eventually.ts';
import { organizations } from './organizations.ts';
import { globex, type Place, umbrella } from './slack.ts';
import { option } from './views.ts';

type Block = { type: string; elements?: { action_id: string; value: string }[] };

/** This many addresses, as they are typed. */
export const crowd = (count: number) =>
  Array.from({ length: count }, (_, at) => `p${at}@example.com`).join(' ');

/** The button with this id in the last message that has one. */
export function buttonOf(app: TestApp, actionId: string) {
  const messages = [...app.journal.calls].reverse().map(({ body }) => body.blocks as Block[]);
  const elements = messages.flatMap((blocks) => blocks ?? []).flatMap(({ elements }) => elements);
  return elements.find((element) => element?.action_id === actionId);
}

/** The message in the channel, as it was changed last. What is told privately may be changed later. */
export const confirmationOf = (app: TestApp) =>
  app.journal.of('chat.update').findLast(({ channel }) => channel === 'C0GENERAL');

export const press = (
  app: Pick<TestApp, 'press'>,
  actionId: string,
  value: string,
  how: Parameters<TestApp['press']>[1] = {},
) => app.press({ type: 'button', action_id: actionId, value }, how);

/** Where a batch is sent from; otherwise in an app of its own, as Editor. */
type Sent = { app?: TestApp; from?: Pick<TestApp, 'commandAndSend'>; role?: string };

/**
 * A batch of thirty people: one is invited, four are being sent, and the button that cancels the rest is shown. `letOneThrough` lets
 * one more of them arrive, and is done when the message was or would have been changed.
 */
export async function underWay({
  prepare,
  ...sent
}: Sent & { prepare?: (app: TestApp) => void } = {}) {
  const app = sent.app ?? (await startApp());
  const { from = app, role = 'Editor' } = sent;
  prepare?.(app);
  const held: (() => void)[] = [];
  let isHeld = true;
  let calls = 0;
  app.piper.beforeAdd = async () => {
    calls += 1;
    if (calls > 1 && isHeld) await new Promise<void>((resolve) => held.push(resolve));
  };
  const goOn = () => {
    isHeld = false;
    for (const release of held.splice(0)) release();
  };
  const pauses = () => app.waits.filter((wait) => wait === limits.updateInterval).length;
  const letOneThrough = async () => {
    const before = pauses();
    held.shift()?.();
    await eventually(() => expect(pauses()).toBeGreaterThan(before));
  };
  app.forget();
  await from.commandAndSend(`${crowd(30)} as ${role}`);
  await eventually(() => expect(buttonOf(app, 'cancel_batch')).toBeDefined());
  await eventually(() => expect(app.journal.of('POST members')).toHaveLength(5));
  return { app, goOn, letOneThrough, batchId: buttonOf(app, 'cancel_batch')?.value ?? '' };
}

/** A batch of four people, of whom two fail the first time, and the button that tries them again. */
export async function partlyFailed(sent: Sent = {}) {
  const app = sent.app ?? (await startApp());
  const { from = app, role = 'Editor' } = sent;
  const refused = new Set(['p1@example.com', 'p2@example.com']);
  app.piper.onAdd = (_, __, { email }) =>
    refused.delete(email) ? [418, { detail: 'No' }] : undefined;
  app.forget();
  await from.commandAndSend(`${crowd(4)} as ${role}`);
  await eventually(() => expect(buttonOf(app, 'retry_batch')).toBeDefined());
  // The others hear of it at the same time.
  await eventually(() => expect(app.said().inChannel).not.toEqual([]));
  return { app, batchId: buttonOf(app, 'retry_batch')?.value ?? '' };
}

const cyberdyne: Place = {
  teamIds: ['T0CYBER'],
  name: 'Cyberdyne',
  botToken: 'xoxb-cyberdyne-1',
  enterpriseId: 'E0CYBERDYNE',
  isOrgWide: true,
};

/** Where else than in the first workspace of Umbrella somebody may be: which, and which workspace of it. */
export const elsewhere: [string, Place, number][] = [
  ['another workspace', globex, 0],
  ['another workspace of the same Enterprise organization', umbrella, 1],
  ['another Enterprise organization', cyberdyne, 0],
];

/** Umbrella, connected as a whole, and another place, connected. The same user IDs are other people in each of them. */
export async function startUmbrella(other = umbrella) {
  const app = await startInstallable();
  const connect = async (place: Place, organization: typeof organizations.umbrella) => {
    await app.install(place);
    await app
      .in(place)
      .connect(place.isOrgWide ? { enterprise: [option('yes')] } : {}, organization);
  };
  await connect(umbrella, organizations.umbrella);
  if (other === globex) await connect(globex, organizations.globex);
  if (other === cyberdyne) await connect(cyberdyne, organizations.acme);
  return { app, from: app.in(umbrella), role: 'Umbrella Editor' };
}
