import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../helpers/app.ts';
import { wordsOf } from '../../helpers/block-limits.ts';
import { eventually } from '../../helpers/eventually.ts';
import { users } from '../../helpers/slack.ts';
import { withCrowd } from '../../helpers/slack-crowd.ts';
import { elementsOf, pushedView } from '../../helpers/views.ts';

/** Five hundred addresses, too long for one modal; every hundredth person is to be an admin. */
const addresses = Array.from(
  { length: 500 },
  (_, number) => `p${number}.${'x'.repeat(200)}@example.com`,
);
const csv = [
  'email;role',
  ...addresses.map((address, number) => `${address};${number % 100 === 0 ? 'Admin' : 'Editor'}`),
].join('\n');

/** The preview of them all, and its button. */
async function previewOfMany() {
  const app = await startApp({
    env: { PIPER_INVITE_ADMINS: users.bob.id },
    beforeStart: (slack) => withCrowd(slack, { members: [], files: { F1: csv } }),
  });
  const view = pushedView((await app.submitInvite({ file: 'F1' })).body);
  app.forget();
  return { app, view, seeAll: button(view, 'preview_all') };
}

/** The button of a modal with this id. */
function button(view: ModalView, actionId: string) {
  const found = elementsOf({ ...view }).find(({ action_id }) => action_id === actionId);
  if (!found) throw new Error(wordsOf(view));
  return found;
}

/** What is shown once somebody has pressed a button of a modal. */
async function shownAfter(
  app: TestApp,
  pressed: Record<string, unknown>,
  userId: string = users.alice.id,
) {
  const before = app.updates();
  await app.press(pressed, { isInModal: true, userId });
  return app.updatedView(before);
}

const namesIn = (view: ModalView): string[] => wordsOf(view).match(/p\d+\.x+@example\.com/g) ?? [];

describe('the button that shows everybody in a preview', () => {
  it('puts the list on top of the preview, whose pages name everybody once, admins first', async () => {
    const { app, view, seeAll } = await previewOfMany();
    expect(wordsOf(view)).toMatch(/: \*Admin\* \(5\) and \*Editor\* \(495\)\.\n/);
    let page = await shownAfter(app, seeAll);
    expect(app.journal.of('views.push')).toMatchObject([
      { view: { title: { text: 'Who will be invited' } } },
    ]);
    expect(wordsOf(page)).toMatch(/^\*Admin\* \(5\)\np0\..*\n\*Editor\* \(495\)\np1\./s);
    const named = namesIn(page);
    for (let pages = 1; pages < 10; pages += 1) {
      page = await shownAfter(app, button(page, 'preview_later'));
      named.push(...namesIn(page));
    }
    expect(wordsOf(page)).toContain('*Editor* (495, continued)');
    expect(wordsOf(page).split('\n').slice(-2)).toEqual(['451–500 of 500', 'Previous']);
    expect(named.sort()).toEqual([...addresses].sort());
    expect(app.journal.of('views.update').at(-1)).toMatchObject({ view_id: 'V0FORM' });

    const before = await shownAfter(app, button(page, 'preview_earlier'));
    expect(wordsOf(before)).toContain('401–450 of 500');
    await app.finish();
    expect(app.piper.added).toBe(0);
  });

  it.each([
    ['somebody else who may invite', users.bob.id, "I don't have this list any more"],
    ['somebody who may not invite', users.carol.id, 'Only workspace admins'],
  ])('shows nobody to %s', async (_case, userId, why) => {
    const { app, seeAll } = await previewOfMany();
    for (const pressed of [seeAll, { ...seeAll, action_id: 'preview_later' }]) {
      const shown = await shownAfter(app, pressed, userId);
      expect(wordsOf(shown)).toContain(why);
      expect(namesIn(shown)).toEqual([]);
    }
  });

  it('shows nobody in another workspace', async () => {
    const { app, seeAll } = await previewOfMany();
    app.onDatabase((db) => db.exec("update previews set team_id = 'T0OTHER'"));
    const shown = await shownAfter(app, seeAll);
    expect(wordsOf(shown)).toContain("I don't have this list any more");
    expect(namesIn(shown)).toEqual([]);
  });

  it('says so where the preview was open for half an hour', async () => {
    const { app, seeAll } = await previewOfMany();
    app.clock.now += 30 * 60_000;
    expect(wordsOf(await shownAfter(app, seeAll))).toBe(
      "I don't have this list any more: it was open for too long. Nobody was invited. Close it and start again.",
    );
  });

  it('says so in the modal where a page cannot be read', async () => {
    const { app, seeAll } = await previewOfMany();
    const page = await shownAfter(app, seeAll);
    app.dropTable('previews');
    const shown = await shownAfter(app, button(page, 'preview_later'));
    expect(wordsOf(shown)).toMatch(/^Something went wrong.*\nref \w{6}$/s);
    expect(shown).toMatchObject({
      title: { text: 'Who will be invited' },
      close: { text: 'Back' },
    });
  });

  it.each(['', 'draft-1', 'draft-1 -1', 'draft-1 x', ' 0', 'draft-1 0 0'])(
    'with the value %j, which it never has, does nothing',
    async (value) => {
      const app = await startApp();
      app.forget();
      await app.press({ action_id: 'preview_all', value }, { isInModal: true });
      await eventually(() => expect(app.logged('listener failed')).toHaveLength(1));
      expect(app.journal.of('views.push')).toEqual([]);
    },
  );
});
