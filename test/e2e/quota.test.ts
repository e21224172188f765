import { describe, expect, it } from 'vitest';
import { startUnconnected, type TestApp } from '../helpers/app.ts';
import { buttonOf, crowd } from '../helpers/batch-buttons.ts';
import { changeSettings } from '../helpers/change-settings.ts';
import { eventually } from '../helpers/eventually.ts';
import { roles } from '../helpers/piper.ts';
import { users } from '../helpers/slack.ts';
import { option, pushedView, wordsIn } from '../helpers/views.ts';

const hour = 3_600_000;

/** A workspace in which everybody may invite three people within 24 hours. */
async function start() {
  const app = await startUnconnected();
  await app.connect({ who: option('members') });
  app.piper.join('bob@acme.example', roles.editor);
  changeSettings(app, { quota: { invites: 3, fate: 'deny' } });
  return app;
}

const send = async (app: TestApp, addresses: string) =>
  (await app.submitInvite({ addresses, role: roles.editor })).body;

describe('a quota', () => {
  it('stops the command, says when there is room again, and lets others go on', async () => {
    const app = await start();
    await app.commandAndSend(`${crowd(2)} as Editor`);
    app.clock.now += hour;
    await app.invite('ada@example.com as Editor');
    app.forget();
    await app.command('eva@example.com as Editor');
    expect(app.said().privately).toEqual([
      "You can invite 3 people within 24 hours, and nobody more now, so this one wasn't sent. Nothing is lost: send it again in 23 hours.",
    ]);
    await app.invite('eva@example.com as Editor', users.bob.id);
    app.clock.now += 23 * hour;
    await app.invite('joan@example.com as Editor');
    await app.finish();
    expect(app.piper.addresses()).toEqual(
      expect.arrayContaining(['ada@example.com', 'eva@example.com', 'joan@example.com']),
    );
    expect(app.piper.added).toBe(5);
  });

  it('keeps the form with everything in it', async () => {
    const app = await start();
    await app.commandAndSend(`${crowd(3)} as Editor`);
    expect(await send(app, 'ada@example.com')).toEqual({
      response_action: 'errors',
      errors: { people: expect.stringContaining('You can invite 3 people within 24 hours') },
    });
    await app.finish();
    expect(app.piper.added).toBe(3);
  });

  it('sends as many of several as it leaves room for, and names the others before', async () => {
    const app = await start();
    app.piper.join('p0@example.com', roles.viewer);
    await app.invite('ada@example.com as Editor');
    const preview = pushedView(await send(app, crowd(5)));
    expect(preview.submit?.text).toBe('Send 2 invites');
    expect(wordsIn(preview)).toContain(
      '*2 people* are left out, since you can invite 3 people within 24 hours: p3@example.com and p4@example.com.',
    );
    await app.sendPreview(preview);
    await app.finish();
    expect(app.piper.addresses()).toEqual(
      expect.arrayContaining(['p1@example.com', 'p2@example.com']),
    );
    expect(app.piper.added).toBe(3);
  });

  it('says so where it leaves room for none of several', async () => {
    const app = await start();
    await app.commandAndSend(`${crowd(3)} as Editor`);
    const preview = pushedView(await send(app, 'ada@example.com, eva@example.com'));
    expect(preview.submit).toBeUndefined();
    expect(wordsIn(preview)).toContain('Nobody can be invited now.');
    await app.finish();
  });

  it('holds for two previews that were opened before either was sent', async () => {
    const app = await start();
    const [one, other] = await Promise.all([
      send(app, 'a@example.com, b@example.com'),
      send(app, 'c@example.com, d@example.com'),
    ]);
    const answers = await Promise.all(
      [one, other].map((body) => app.sendPreview(pushedView(body))),
    );
    expect(answers.map(({ body }) => wordsIn(body)).toSorted()).toEqual([
      expect.stringContaining('clear'),
      expect.stringContaining(
        "and only 1 more now, so these 2 weren't sent. Nothing is lost: send them again in 24 hours.",
      ),
    ]);
    await app.finish();
    expect(app.piper.added).toBe(2);
  });

  it('does not count what failed, when it is tried again and when it is not', async () => {
    const app = await start();
    app.piper.onAdd = (_, attempts) => (attempts === 1 ? [418, { detail: 'No' }] : undefined);
    await app.invite('ada@example.com as Editor');
    await eventually(() => expect(buttonOf(app, 'retry_batch')).toBeDefined());
    const retry = { action_id: 'retry_batch', value: buttonOf(app, 'retry_batch')?.value };
    await app.commandAndSend(`${crowd(3)} as Editor`);
    app.forget();
    await app.press(retry);
    await eventually(() => expect(app.said().privately.join()).toContain("this one wasn't sent"));
    await app.finish();
    expect(app.piper.addresses()).not.toContain('ada@example.com');
    expect(app.piper.addresses()).toEqual(expect.arrayContaining(crowd(3).split(' ')));
  });

  it('is not counted again before an invite is sent, though later ones have used it up', async () => {
    const app = await start();
    app.piper.onAdd = (_, attempts) => (attempts < 3 ? [503, 'down'] : undefined);
    await app.command('ada@example.com as Editor');
    await app.commandAndSend(`${crowd(2)} as Editor`);
    changeSettings(app, { quota: { invites: 1, fate: 'deny' } });
    await app.finish();
    expect(app.piper.addresses()).toEqual(
      expect.arrayContaining(['ada@example.com', ...crowd(2).split(' ')]),
    );
  });
});
