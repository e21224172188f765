import { describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../helpers/app.ts';
import { crowd, elsewhere, press, startUmbrella } from '../../helpers/batch-buttons.ts';
import { eventually } from '../../helpers/eventually.ts';
import { users } from '../../helpers/slack.ts';

/** What the list says in each place, when Umbrella's has invited eleven; one was invited in Piper everywhere. */
const pendingIn: Record<string, string> = {
  Umbrella: '11–12 of 12',
  Globex: '1 person is pending in *Globex Inc.*',
  Cyberdyne: '1 person is pending in *Acme Inc.*',
};

/** What takes the place of the list when its button is pressed. */
async function nextPage(
  app: TestApp,
  from: Pick<TestApp, 'press'>,
  how: Parameters<typeof press>[3] = {},
) {
  app.forget();
  await press(from, 'list_older', '10', how);
  await eventually(() => expect(app.journal.of('response_url')).toHaveLength(1));
  const [page] = app.journal.of('response_url');
  expect(page).toMatchObject({ replace_original: true, response_type: 'ephemeral' });
  return String(page?.text);
}

describe('another page of the list', () => {
  it.each(elsewhere)('is what is pending where it is asked for, %s', async (_case, place, at) => {
    const { app, from, role } = await startUmbrella(place);
    await from.commandAndSend(`${crowd(11)} as ${role}`);
    await eventually(() => expect(app.said().inChannel).toHaveLength(1));
    expect(await nextPage(app, from)).toContain('11–12 of 12');
    expect(await nextPage(app, app.in(place, at))).toContain(pendingIn[place.name]);
  });

  it('is refused to those who may not read it', async () => {
    const app = await startApp();
    expect(await nextPage(app, app, { userId: users.bob.id })).toContain(
      'Only workspace admins and owners can see who was invited',
    );
  });
});
