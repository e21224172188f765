import { cpSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { slack } from '../../src/limits.ts';
import { acceptedCommands as limits } from '../../src/usecases/limits.ts';
import { startApp, type TestApp } from '../helpers/app.ts';
import { decideInModal, startAsking } from '../helpers/asking.ts';
import { eventually } from '../helpers/eventually.ts';
import { hold, shortenTimeouts } from '../helpers/held.ts';
import { roles } from '../helpers/piper.ts';
import { users } from '../helpers/slack.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { elementsOf, wordsIn } from '../helpers/views.ts';

const hour = 3_600_000;

/** An app that remembers nothing, and a Piper that does not tell its roles until `release` is called. */
async function startBeforeSlowPiper(start: () => Promise<TestApp> = startApp) {
  const app = await start();
  app.clock.now += hour;
  app.forget();
  const { held, release } = hold();
  app.piper.beforeAnswer = (name) => (name === 'GET roles' ? held : Promise.resolve());
  onTestFinished(release);
  shortenTimeouts(slack.lookupBeforeAnswer);
  return { app, release };
}

const accepted = (app: TestApp): number => app.query('select id from accepted_commands').length;
const batches = (app: TestApp): number => app.query('select id from batches').length;

/** A new process on what another one has stored so far, as if that had been killed at this moment; Piper is quick again. */
async function startAfterKill(dead: TestApp): Promise<TestApp> {
  const directory = temporaryDirectory();
  cpSync(dead.directory, directory, {
    recursive: true,
    filter: (name) => !name.includes('instance.lock'),
  });
  dead.piper.beforeAnswer = async () => {};
  return startApp({ outside: dead.outside, clock: dead.clock, directory });
}

const toldOf = (app: TestApp, words: string) =>
  eventually(() => {
    const { inChannel, privately, directly } = app.said();
    expect([...inChannel, ...privately, ...directly].join('\n')).toContain(words);
  });

describe('a command that Piper keeps waiting', () => {
  it('is stored before Slack is told that it is accepted, and ends with its batch', async () => {
    const { app, release } = await startBeforeSlowPiper();
    expect(await app.command('ada@example.com as Editor')).toEqual({ status: 200, body: '' });
    expect([accepted(app), batches(app)]).toEqual([1, 0]);
    release();
    await eventually(() => expect(batches(app)).toBe(1));
    expect(accepted(app)).toBe(0);
    await app.finish();
    expect(app.piper.addresses()).toContain('ada@example.com');
  });

  it('is told why it was not carried out, and is forgotten then', async () => {
    const { app, release } = await startBeforeSlowPiper();
    await app.command('ada@example.com as Boss');
    expect(accepted(app)).toBe(1);
    release();
    await toldOf(app, 'There is no role "Boss".');
    await eventually(() => expect(accepted(app)).toBe(0));
    expect(batches(app)).toBe(0);
  });

  it('is asked for by a button where it needs approval, for which a reason is wanted', async () => {
    const { app, release } = await startBeforeSlowPiper(startAsking);
    await app.command('ada@example.com as Editor', { user_id: users.bob.id });
    release();
    await toldOf(app, 'This needs approval, and a reason. Nothing was sent or asked yet.');
    await eventually(() => expect(accepted(app)).toBe(0));
    const told = app.privateMessages().at(-1) ?? {};
    const form = await decideInModal(app, told, 'suggestion_0', users.bob.id);
    expect(form.title.text).toBe('Ask to invite');
    expect(wordsIn(form)).toContain('ada@example.com');
  });

  it('is not called accepted when it cannot be stored: nothing is done, and that is said', async () => {
    const { app, release } = await startBeforeSlowPiper();
    app.onDatabase((db) => db.exec('drop table accepted_commands'));
    const { body } = await app.command('ada@example.com as Editor');
    expect(wordsIn(body)).toContain('Something went wrong on our side; nobody was invited');
    release();
    await app.stop();
    expect(batches(app)).toBe(0);
  });

  it('is not stored when it is answered in time', async () => {
    const app = await startApp();
    app.onDatabase((db) => db.exec('drop table accepted_commands'));
    const { body } = await app.command('ada@example.com as Boss');
    expect(wordsIn(body)).toContain('There is no role \\"Boss\\".');
  });

  it('keeps its question until it is stored, if it comes from a button', async () => {
    const { app } = await startBeforeSlowPiper();
    const { beforeAnswer } = app.piper;
    app.piper.beforeAnswer = async () => {};
    const question = (await app.command('ada@example.com Editor')).body as Record<string, unknown>;
    app.clock.now += hour;
    app.piper.beforeAnswer = beforeAnswer;
    app.onDatabase((db) => db.exec('drop table accepted_commands'));
    await app.press(elementsOf(question)[0] ?? {});
    expect(app.journal.of('response_url')).not.toContainEqual({ delete_original: true });
    await toldOf(app, 'nobody was invited');
  });
});

describe('a command whose process was killed', () => {
  it('is carried out by the next one, once', async () => {
    const { app } = await startBeforeSlowPiper();
    await app.command('ada@example.com as Editor');
    const next = await startAfterKill(app);
    await toldOf(next, 'invited *ada@example.com*');
    await next.finish();
    expect(next.journal.of('POST members')).toEqual([
      { email: 'ada@example.com', role_id: roles.editor.id },
    ]);
    expect([accepted(next), batches(next)]).toEqual([0, 1]);
  });

  it('is refused as it would have been, and its author is told', async () => {
    const { app } = await startBeforeSlowPiper();
    await app.command('ada@example.com as Editor');
    app.slack.on('users.info', () => ({ ok: true, user: { ...users.bob, id: users.alice.id } }));
    const next = await startAfterKill(app);
    await toldOf(next, 'Only workspace admins and owners can invite');
    await eventually(() => expect(accepted(next)).toBe(0));
    await next.finish();
    expect([batches(next), next.piper.added]).toEqual([0, 0]);
  });

  it('is not carried out too late, and its author hears what they had typed', async () => {
    const { app } = await startBeforeSlowPiper();
    await app.command('<mailto:ada@example.com|ada@example.com> as Editor');
    app.clock.now += limits.giveUpAfter;
    const next = await startAfterKill(app);
    await toldOf(next, '> /piper-invite <mailto:ada@example.com|ada@example.com> as Editor');
    expect(next.said().directly).toHaveLength(1);
    await eventually(() => expect(accepted(next)).toBe(0));
    await next.finish();
    expect(batches(next)).toBe(0);
  });
});
