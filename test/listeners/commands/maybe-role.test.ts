import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { startApp } from '../../helpers/app.ts';
import { role, roles } from '../../helpers/piper.ts';
import { users } from '../../helpers/slack.ts';
import { elementIn, elementsOf, wordsIn } from '../../helpers/views.ts';

type Started = Awaited<ReturnType<typeof startApp>>;
type Suggestion = { text: string; blocks: unknown[] };

/** What a command is answered with. */
const answerTo = async (app: Started, text: string, fields: Record<string, string> = {}) =>
  (await app.command(text, fields)).body as Suggestion;
const buttonsOf = (answer: Suggestion) => elementsOf(answer as unknown as Record<string, unknown>);
const labels = (answer: Suggestion) =>
  buttonsOf(answer).map(({ text }) => (text as { text: string }).text);

/** The modal that Slack shows when everything is done. */
async function shownBy(app: Started, text: string, userId: string = users.alice.id) {
  await app.command(text, { user_id: userId });
  await app.finish();
  return shown(app);
}
const shown = (app: Started) =>
  [...app.journal.of('views.open'), ...app.journal.of('views.update')].at(-1)?.view as ModalView;

/** Presses the button with this place in the answer. */
const press = async (
  app: Started,
  answer: Suggestion,
  at: number,
  userId: string = users.alice.id,
) => {
  const button = buttonsOf(answer)[at] ?? {};
  await app.press(button, { userId });
  await app.finish();
};

describe('a command with a role, but without "as"', () => {
  it('asks whether it is meant, and invites nobody', async () => {
    const app = await startApp();
    const answer = await answerTo(app, 'ada@example.com Editor');
    expect(answer.text).toBe(
      'I read "Editor" as a role: invite *ada@example.com* as *Editor*? Nobody has been invited yet.',
    );
    expect(labels(answer)).toEqual(['Invite', 'Open the form']);
    await app.finish();
    expect(app.piper.added).toBe(0);
  });

  it('invites at the press of a button, once', async () => {
    const app = await startApp();
    const answer = await answerTo(app, 'ada@example.com editor');
    await Promise.all([press(app, answer, 0), press(app, answer, 0)]);
    expect(app.journal.of('response_url')).toContainEqual({ delete_original: true });
    expect(app.journal.of('POST members')).toEqual([
      { email: 'ada@example.com', role_id: roles.editor.id },
    ]);
    expect(app.said().inChannel).toEqual([
      expect.stringContaining(
        '<@U0ALICE> invited *ada@example.com* to *Acme Robotics* as *Editor*',
      ),
    ]);
  });

  it('opens the form with them filled in, if that is preferred', async () => {
    const app = await startApp();
    const answer = await answerTo(app, '<@U0BOB|bob> ada@example.com Editor');
    await press(app, answer, 1);
    const filled = shown(app);
    expect(elementIn(filled, 'people')).toMatchObject({ initial_users: ['U0BOB'] });
    expect(elementIn(filled, 'addresses')).toMatchObject({ initial_value: 'ada@example.com' });
  });

  it('keeps every character of a role and of an address', async () => {
    const app = await startApp({
      beforeStart: (_, piper) => {
        piper.roles.push(role('R&D <alpha>'));
      },
    });
    const answer = await answerTo(app, 'r&amp;d@example.com R&amp;D &lt;alpha&gt;');
    await press(app, answer, 0);
    expect(app.journal.of('POST members')).toMatchObject([{ email: 'r&d@example.com' }]);
    expect(app.piper.added).toBe(1);
  });

  it('is asked again who may invite when the button is pressed', async () => {
    const app = await startApp();
    const answer = await answerTo(app, 'ada@example.com Editor');
    await press(app, answer, 0, users.bob.id);
    expect(app.piper.added).toBe(0);
    expect(app.said().privately.join()).toContain('Only workspace admins and owners can invite');
  });
});

describe('a command with nearly a role', () => {
  it.each([
    ['ada@example.com Edtor', ['Invite as Editor', 'Open the form']],
    ['ada@example.com view', ['Invite as Viewer', 'Open the form']],
  ])('suggests the likely ones: %s', async (text, expected) => {
    const app = await startApp();
    const answer = await answerTo(app, text);
    expect(answer.text).toMatch(/^There is no role "\w+", so nobody was invited\. Did you mean \*/);
    expect(labels(answer)).toEqual(expected);
  });

  it('suggests them behind "as", too', async () => {
    const app = await startApp();
    const answer = await answerTo(app, 'ada@example.com as Edtor');
    expect(answer.text).toBe('There is no role "Edtor". Did you mean Editor?\nNobody was invited.');
    expect(labels(answer)).toEqual(['Invite as Editor', 'Open the form']);
    await press(app, answer, 0);
    expect(app.journal.of('POST members')).toMatchObject([{ role_id: roles.editor.id }]);
  });
});

describe('a command with other words', () => {
  it('opens the form, which says what was not understood', async () => {
    const app = await startApp();
    const form = await shownBy(app, 'ada@example.com please');
    expect(elementIn(form, 'addresses')).toMatchObject({ initial_value: 'ada@example.com' });
    expect(wordsIn(form)).toContain(
      '\\"please\\" isn\'t an e-mail address.\\nNobody has been invited yet.',
    );
    expect(app.piper.added).toBe(0);
  });

  it('loses neither the good address nor the bad one', async () => {
    const app = await startApp();
    const form = await app.open('ada@example.com, grace@ as Viewer');
    expect(elementIn(form, 'addresses')).toMatchObject({
      initial_value: 'ada@example.com\ngrace@',
    });
    expect(elementIn(form, 'role')).toMatchObject({
      initial_option: { value: roles.viewer.id },
    });
    expect(wordsIn(form)).toContain('\\"grace@\\" isn\'t an e-mail address.');
  });

  it('tells somebody who may not invite that they may not', async () => {
    const app = await startApp();
    const form = await shownBy(app, 'ada@example.com Editor', users.bob.id);
    expect(wordsIn(form)).toContain('Only workspace admins and owners can invite');
  });
});

describe('a command with several people and a role', () => {
  it('shows whom it would invite as what, and invites nobody until that is sent', async () => {
    const app = await startApp();
    const preview = await app.open('ada@example.com grace@example.com as Editor');
    expect(wordsIn(preview)).toContain('Editor');
    expect(preview.submit?.text).toBe('Send 2 invites');
    expect(app.piper.added).toBe(0);
    await app.sendPreview(preview);
    await app.finish();
    expect(app.piper.added).toBe(2);
  });

  it('leads to the form, filled in, where the role is unknown', async () => {
    const app = await startApp();
    const form = await app.open('ada@example.com grace@example.com as Edtor');
    expect(wordsIn(form)).toContain('There is no role \\"Edtor\\". Did you mean Editor?');
    expect(elementIn(form, 'addresses')).toMatchObject({
      initial_value: 'ada@example.com\ngrace@example.com',
    });
  });
});
