import { setTimeout as delay } from 'node:timers/promises';
import { connectFields, views } from '../../src/ids.ts';
import type { PiperSandbox, SlackAction, SlackSandbox } from './contract.ts';
import type { View } from './page/blocks/kit.ts';
import { dmWithBot } from './slack/seed.ts';

/** Longest wait for the bot, in milliseconds. */
const patience = 10_000;

type Parts = {
  slack: SlackSandbox;
  piper: PiperSandbox;
  /** Where "Add to Slack" leads. */
  installUrl: string;
};

/**
 * Installs the app in the first workspace and connects it to Piper, so that the main job can be done there at once: as an admin
 * would, with a browser and with the form.
 */
export async function settle({ slack, piper, installUrl }: Parts): Promise<void> {
  const as = slack.workspaces()[0]?.adminId ?? '';
  await install(installUrl, as);
  await connect(slack, as, piper.token);
}

/** Follows "Add to Slack" as somebody who allows everything, or only what the app cannot do without. */
export async function install(
  installUrl: string,
  as: string,
  allows: 'everything' | 'necessary' = 'everything',
): Promise<void> {
  const begun = await fetch(installUrl, { redirect: 'manual' });
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
  const consent = begun.headers.get('location') ?? '';
  const form = new URLSearchParams({ user: as, answer: 'allow' });
  if (allows === 'everything') {
    const optional = new URL(consent).searchParams.get('optional_scope');
    for (const scope of optional?.split(',') ?? []) form.append('optional', scope);
  }
  const allowed = await fetch(consent, { method: 'POST', body: form, redirect: 'manual' });
  const finished = await fetch(allowed.headers.get('location') ?? '', { headers: { cookie } });
  if (!finished.ok) throw new Error(`The app could not be installed: ${await finished.text()}`);
}

/** Gives the token in the form, and leaves the settings as they are offered. */
export async function connect(slack: SlackSandbox, as: string, token: string): Promise<void> {
  const act = async (action: SlackAction) => {
    const result = await slack.act(as, action);
    if (!result.ok) throw new Error(`The app could not be connected: ${result.error}`);
  };
  const form = (callbackId: string) =>
    until(`the form ${callbackId}`, () => {
      const modal = slack.screen(as).modals.at(-1);
      return (modal?.view as View | undefined)?.callback_id === callbackId ? modal?.id : undefined;
    });
  const told = () =>
    (slack.screen(as).messages[dmWithBot(as)] ?? []).filter(({ text }) =>
      text.includes('is connected to'),
    ).length;
  const toldBefore = told();

  const channel = slack.screen(as).channels[0]?.id ?? '';
  await act({ type: 'command', channel, text: 'connect' });
  const value = { type: 'plain_text_input', value: token };
  await act({
    type: 'submit',
    viewId: await form(views.connect),
    values: { [connectFields.token]: { [connectFields.token]: value } },
  });
  await act({ type: 'submit', viewId: await form(views.settings), values: {} });
  await until('the word that it is connected', () => told() > toldBefore || undefined);
  const rest = slack.screen(as).modals.at(-1);
  if (rest) await act({ type: 'close', viewId: rest.id });
}

/** What `look` finds, once it does; fails with what did not come. */
async function until<T>(what: string, look: () => T | undefined): Promise<T> {
  for (const end = Date.now() + patience; Date.now() < end; await delay(5)) {
    const found = look();
    if (found !== undefined) return found;
  }
  throw new Error(`The app could not be connected: ${what} did not come.`);
}
