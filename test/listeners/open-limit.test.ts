import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { batch as limits } from '../../src/limits.ts';
import { startApp, type TestApp } from '../helpers/app.ts';
import { crowd, partlyFailed, press } from '../helpers/batch-buttons.ts';
import { users } from '../helpers/slack.ts';
import { pushedView, wordsIn } from '../helpers/views.ts';

const full = limits.maxOpenPerPerson;

/** Has so many invites of Alice's wait, which nobody sends for now. */
function leaveOpen(app: TestApp, count: number): void {
  app.onDatabase((db) => {
    db.exec(`begin; create temp table one as select * from invitations limit 1;
      update one set state = 'waiting', next_attempt_at = 9e15, member = null, failure = null,
        ended_at = null, check_at = null`);
    const name = db.prepare('update one set id = ?, address_key = ?');
    const add = db.prepare('insert into invitations select * from one');
    for (let at = 0; at < count; at += 1) {
      name.run(`open-${at}`, `open-${at}@example.com`);
      add.run();
    }
    db.exec('commit');
  });
}

/** One of them is done. */
const endOne = (app: TestApp): void =>
  app.onDatabase((db) => db.exec("update invitations set state = 'failed' where id = 'open-0'"));

async function startWithOpen(count: number) {
  const app = await startApp({ env: { PIPER_INVITE_ADMINS: users.bob.id } });
  await app.invite('grace@example.com as Editor');
  leaveOpen(app, count);
  app.forget();
  return app;
}

const batches = (app: TestApp): number => app.query('select id from batches').length;

describe(`somebody with ${full} invites under way`, () => {
  it('is told so where they type a command, and can send it when one is done', async () => {
    const app = await startWithOpen(full);
    await app.command('ada@example.com as Editor');
    expect(app.said().privately).toEqual([
      "You have 1000 invites under way, and one person can have up to 1000 at once, so this one wasn't sent. Nothing is lost: send it again when enough of the others are done.",
    ]);
    expect(batches(app)).toBe(1);
    endOne(app);
    await app.command('ada@example.com as Editor');
    expect(batches(app)).toBe(2);
  });

  it('keeps the form with everything in it, while others can send', async () => {
    const app = await startWithOpen(full);
    const send = async (userId: string) =>
      (await app.submitInvite({ addresses: 'ada@example.com' }, { userId })).body;
    expect(await send(users.alice.id)).toEqual({
      response_action: 'errors',
      errors: { people: expect.stringContaining("so this one wasn't sent") },
    });
    expect(batches(app)).toBe(1);
    expect(await send(users.bob.id)).toEqual({ response_action: 'clear' });
    expect(batches(app)).toBe(2);
  });

  it('keeps the preview, and can send it when one is done', async () => {
    const app = await startWithOpen(full - 1);
    const preview = pushedView((await app.submitInvite({ addresses: crowd(2) })).body) as ModalView;
    const { body } = await app.sendPreview(preview);
    expect(body).toMatchObject({ response_action: 'push', view: { close: { text: 'Back' } } });
    for (const words of [
      "so these 2 weren't sent. Nothing is lost: send them again when enough of the others are done.",
      'Back leads to the preview. It can be sent for 30 minutes after it was opened.',
    ]) {
      expect(wordsIn(body)).toContain(words);
    }
    expect(batches(app)).toBe(1);
    endOne(app);
    expect((await app.sendPreview(preview)).body).toEqual({ response_action: 'clear' });
    expect(batches(app)).toBe(2);
  });

  it('keeps the button that tries again', async () => {
    const { app, batchId } = await partlyFailed();
    leaveOpen(app, full - 1);
    app.forget();
    await press(app, 'retry_batch', batchId);
    await app.stop();
    expect(app.said().privately).toEqual([
      expect.stringContaining(
        "You have 999 invites under way, and one person can have up to 1000 at once, so these 2 weren't sent.",
      ),
    ]);
    expect(app.journal.of('response_url').some((body) => body.replace_original)).toBe(false);
    expect(batches(app)).toBe(1);
  });
});
