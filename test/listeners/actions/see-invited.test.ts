import type { HomeView, ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { startInstallable, startUnconnected, type TestApp } from '../../helpers/app.ts';
import {
  crowd,
  elsewhere,
  partlyFailed,
  press,
  startUmbrella,
} from '../../helpers/batch-buttons.ts';
import { changeSettings } from '../../helpers/change-settings.ts';
import { eventually } from '../../helpers/eventually.ts';
import { pressable, readHome } from '../../helpers/home.ts';
import { organizations } from '../../helpers/organizations.ts';
import { joined } from '../../helpers/piper.ts';
import { acme, users } from '../../helpers/slack.ts';
import { wordsIn } from '../../helpers/views.ts';

const { bob, carol } = users;

const reads = (shown: unknown): string[] => readHome(shown as HomeView);
const buttonIn = (shown: unknown, actionId: string) => {
  const found = pressable(shown as HomeView).find(({ action_id }) => action_id === actionId);
  if (!found) throw new Error(wordsIn(shown));
  return found;
};

/** The view that is shown once a button was pressed. */
async function shownAfter(
  app: TestApp,
  button: Record<string, unknown>,
  how: Parameters<TestApp['press']>[1] = {},
): Promise<ModalView> {
  const before = app.updates();
  await app.press(button, how);
  return app.updatedView(before);
}

/** Alice, an admin, has invited so many people, of whom Piper refused one. Bob may invite, too, but change no roles. */
async function confirmed(count: number) {
  const app = await startUnconnected();
  await app.connect();
  app.slack.fail('files.getUploadURLExternal', 'missing_scope');
  changeSettings(app, { whoMayInvite: { kind: 'chosen', userIds: [bob.id], userGroupIds: [] } });
  app.piper.onAdd = (_, __, { email }) =>
    email === 'p7@example.com' ? [422, { detail: 'No such mailbox' }] : undefined;
  app.forget();
  await app.commandAndSend(`${crowd(count)} as Editor`);
  const message = () =>
    [...app.journal.of('chat.postMessage'), ...app.journal.of('chat.update')].at(-1);
  const more = `and ${count - 4} more [See all]`;
  await eventually(() => expect(reads(message() ?? { blocks: [] })).toContain(more));
  return { app, message, seeAll: buttonIn(message(), 'see_invited') };
}

describe('a confirmation of many people', () => {
  it('names three, each with the way to another role, and says how many have joined since', async () => {
    const { app, message } = await confirmed(12);
    expect(reads(message())).toEqual([
      '<@U0ALICE> invited 11 people to *Acme Robotics* as *Editor*.',
      '• p0@example.com: pending [Change role]',
      '• p1@example.com: pending [Change role]',
      '• p2@example.com: pending [Change role]',
      'and 8 more [See all]',
      expect.stringMatching(/^11 pending · Confirmed by Piper/),
    ]);
    for (const { user } of app.piper.members) {
      if (/^p(1|10)@/.test(user.email)) Object.assign(user, joined);
    }
    app.clock.now += 60_000;
    await app.command('list');
    await eventually(() =>
      expect(reads(message()).at(-1)).toMatch(/^9 pending · 2 joined · Confirmed/),
    );
    expect(reads(message())).toContainEqual(expect.stringMatching(/^• p1@example\.com: joined on/));
    expect(wordsIn(message())).not.toContain('p10@');
  });
});

describe('"See all" of a confirmation', () => {
  it('shows everybody who was invited, by pages, with a menu for those who change roles', async () => {
    const { app, seeAll } = await confirmed(60);
    let page = await shownAfter(app, seeAll);
    expect(page.title.text).toBe('Who was invited');
    expect(reads(page)[0]).toBe('p0@example.com: *Editor*, pending [person_more]');
    expect(reads(page).slice(-2)).toEqual(['1–50 of 59', '[Next]']);
    const named = reads(page).flatMap((line) => /^p\d+/.exec(line) ?? []);
    while (wordsIn(page).includes('invited_later')) {
      page = await shownAfter(app, buttonIn(page, 'invited_later'), { isInModal: true });
      named.push(...reads(page).flatMap((line) => /^p\d+/.exec(line) ?? []));
    }
    expect(reads(page).slice(-2)).toEqual(['51–59 of 59', '[Previous]']);
    expect(named.length).toBe(59);
    expect(new Set(named).size).toBe(59);
    expect(named).not.toContain('p7');

    const before = await shownAfter(app, buttonIn(page, 'invited_earlier'), { isInModal: true });
    const [menu] = pressable(before as unknown as HomeView);
    const choose = (at: number) =>
      shownAfter(
        app,
        { ...menu, type: 'overflow', selected_option: menu?.options?.[at] },
        { isInModal: true },
      );
    expect(wordsIn(await choose(0))).toContain('*p0@example.com* is invited to *Acme Robotics*');
    expect(wordsIn(await choose(1))).toContain('"callback_id":"role"');
    expect(app.journal.of('views.push')).toHaveLength(2);
  });

  it('leads those who may only invite to how somebody stands, and shows others nobody', async () => {
    const { app, seeAll } = await confirmed(12);
    const page = await shownAfter(app, seeAll, { userId: bob.id });
    expect(reads(page)[0]).toBe('p0@example.com: *Editor*, pending [Status]');
    const refused = await shownAfter(app, seeAll, { userId: carol.id });
    expect(wordsIn(refused)).toContain('Only workspace admins, owners and <@U0BOB> can');
    expect(wordsIn(refused)).not.toContain('@example.com');
  });

  it.each(elsewhere)('pressed in %s shows nobody', async (_case, place, at) => {
    const umbrella = await startUmbrella(place);
    const { app } = umbrella;
    const { batchId } = await partlyFailed(umbrella);
    const before = app.updates();
    await press(app.in(place, at) as never, 'see_invited', batchId);
    const words = wordsIn(await app.updatedView(before));
    expect(words).toContain("I don't have this list any more.");
    expect(words).not.toContain('@example.com');
  });

  it('shows nobody where the workspace has been connected to another organization', async () => {
    const app = await startInstallable();
    await app.install(acme);
    const from = app.in(acme);
    await from.connect({}, organizations.acme);
    const { batchId } = await partlyFailed({ app, from, role: 'Acme Editor' });
    await from.connect({}, organizations.globex);
    const before = app.updates();
    await press(from, 'see_invited', batchId);
    const words = wordsIn(await app.updatedView(before));
    expect(words).toContain('connected to *Globex Inc.* now');
    expect(words).not.toContain('@example.com');
  });
});
