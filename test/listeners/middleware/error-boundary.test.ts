import { describe, expect, it } from 'vitest';
import { UnclearError } from '../../../src/domain/unclear-error.ts';
import {
  type Answered,
  type CommandArgs,
  createErrorBoundary,
} from '../../../src/listeners/middleware/error-boundary.ts';
import type { Message } from '../../../src/views/message.ts';
import { startApp, startInstallable, type TestApp } from '../../helpers/app.ts';
import { eventually } from '../../helpers/eventually.ts';
import { keptLog } from '../../helpers/log-lines.ts';
import { commandFields, pressed, previewBody, suggestionBody } from '../../helpers/payloads.ts';
import { wordsOfAnswer } from '../../helpers/request-kinds.ts';
import { slackBody } from '../../helpers/signed-request.ts';
import { acme, users } from '../../helpers/slack.ts';

const responseUrl = 'https://hooks.slack.com/commands/T0ACME/1/x';
const nothingDone =
  /Something went wrong on our side; nobody was invited and nothing was changed\. .*ref (\w{6})/s;
const perhapsDone =
  /^Something went wrong on our side before I could tell you the result\. .*ref (\w{6})$/s;

/** The words have a reference, and what went wrong is in the log with it. */
function expectLogged(app: TestApp, words: string | undefined, pattern: RegExp): void {
  expect(words).toMatch(pattern);
  const [, reference] = pattern.exec(words ?? '') ?? [];
  expect(app.logged('listener failed', `"ref":"${reference}"`)).toHaveLength(1);
}

/** A page of the list that there cannot be. */
const noPage = { action_id: 'list_older', value: 'x' };

describe('a request that fails before it is acknowledged', () => {
  it('is answered with the reference where it is a command', async () => {
    const app = await startApp();
    const { trigger_id: _, ...rest } = commandFields('help');
    const answer = await app.send(slackBody('command', rest));
    expect(answer).toMatchObject({ status: 200, body: { response_type: 'ephemeral' } });
    expectLogged(app, wordsOfAnswer(answer), nothingDone);
  });

  it('is answered with the reference in the modal where it is a form', async () => {
    const app = await startApp();
    app.dropTable('previews');
    const preview = { type: 'modal', callback_id: 'invite_preview', blocks: [] } as never;
    const answer = await app.interact(previewBody(preview));
    expect(answer).toMatchObject({ status: 200, body: { response_action: 'update' } });
    expectLogged(app, wordsOfAnswer(answer), nothingDone);
  });

  it('is answered privately with the reference where it is a button', async () => {
    const app = await startApp();
    app.forget();
    expect(await app.press(noPage)).toEqual({ status: 200, body: '' });
    await app.finish();
    expect(app.said()).toEqual({ inChannel: [], directly: [], privately: [expect.any(String)] });
    expectLogged(app, app.said().privately[0], nothingDone);
  });

  it('is answered by direct message where a button gives no other way', async () => {
    const app = await startApp();
    app.forget();
    await app.interact({ ...pressed(noPage), response_url: undefined });
    await app.finish();
    expect(app.journal.of('chat.postMessage')).toMatchObject([{ channel: users.alice.id }]);
    expectLogged(app, app.said().directly[0], nothingDone);
  });

  it.each([
    ['nobody sent', { user: { id: '' } }],
    ['somebody sent who cannot be made out', { user: 'U0ALICE' }],
  ])('is acknowledged and logged where it is a button that %s', async (_case, changed) => {
    const app = await startApp();
    app.forget();
    const answer = await app.interact({ ...pressed(noPage), ...changed });
    expect(answer).toEqual({ status: 200, body: '' });
    await app.finish();
    expect(app.journal.calls).toEqual([]);
    expect(app.logged('listener failed')).toHaveLength(1);
  });

  it('leaves a menu empty, which can say nothing', async () => {
    const app = await startApp();
    const answer = await app.interact({ ...suggestionBody('role', ''), user: {} });
    expect(answer).toEqual({ status: 200, body: { options: [] } });
    expect(app.logged('listener failed')).toMatchObject([
      { ref: expect.stringMatching(/^\w{6}$/) },
    ]);
  });

  it('is logged alone where it is an event, for which nobody waits', async () => {
    const app = await startInstallable();
    await app.install(acme);
    app.dropTable('connections');
    app.forget();
    await app.uninstall(app.clock.now);
    await app.finish();
    expect(app.journal.calls).toEqual([]);
    expect(app.logged('listener failed')).toMatchObject([
      { ref: expect.stringMatching(/^\w{6}$/) },
    ]);
  });
});

describe('a request that fails after it is acknowledged', () => {
  it.each([
    ['a command', (app: TestApp) => app.command('list')],
    ['a button', (app: TestApp) => app.press({ ...noPage, value: '0' })],
  ])(
    'tells privately that something may have been done, with the reference: %s',
    async (_case, send) => {
      const app = await startApp();
      app.dropTable('invitations');
      app.forget();
      expect(await send(app)).toEqual({ status: 200, body: '' });
      await eventually(() => expect(app.said().privately).toHaveLength(1));
      expectLogged(app, app.said().privately[0], perhapsDone);
      await app.stop();
    },
  );

  it('tells by direct message where there is no other way', async () => {
    const app = await startApp();
    app.dropTable('batches');
    app.forget();
    const button = { action_id: 'retry_batch', value: 'batch-1' };
    await app.interact({ ...pressed(button), response_url: undefined });
    await eventually(() => expect(app.said().directly).toHaveLength(1));
    expectLogged(app, app.said().directly[0], perhapsDone);
    await app.stop();
  });

  it.each([{}, null, { user: 'UALICE' }])(
    'is logged alone where nobody can be told: %j',
    async (body) => {
      const { log, lines } = keptLog();
      const workspaceOf = () => {
        throw new Error('nobody is to be told');
      };
      const failing = createErrorBoundary({ log, workspaceOf }).action(async ({ ack }) => {
        await ack();
        throw new Error('on purpose');
      });
      let acknowledged = 0;
      const ack = async () => {
        acknowledged += 1;
      };
      await failing({ ack, body, context: {} } as never);
      expect(acknowledged).toBe(1);
      expect(lines()).toMatchObject([
        { level: 'error', msg: 'listener failed', err: { message: 'on purpose' } },
      ]);
    },
  );
});

/** A command from Alice that came so many milliseconds ago; gives what it was answered with, and what she was told besides. */
async function carryOut(listener: (args: CommandArgs) => Promise<unknown>, age: number) {
  const { log, lines } = keptLog();
  const answered: unknown[] = [];
  const told: unknown[] = [];
  const reported: Answered[] = [];
  const messenger = { tell: async (to: unknown, { text }: Message) => told.push([to, text]) };
  const boundary = createErrorBoundary({
    log,
    workspaceOf: () => ({ messenger }) as never,
    onAnswered: (answered) => reported.push(answered),
  });
  await boundary.command(listener)({
    ack: async (answer: unknown) => answered.push(answer),
    command: { text: 'ada@example.com as Editor' },
    body: { user_id: 'UALICE', response_url: responseUrl },
    context: { receivedAt: performance.now() - age },
  } as never);
  return { answered, told, reported, log: lines().map(({ msg }) => msg) };
}

const broken = async () => {
  throw new Error('on purpose');
};

it.each([
  ['is acknowledged in time', ({ ack }: CommandArgs) => ack(), 2_000, 'in_time'],
  ['is acknowledged late', ({ ack }: CommandArgs) => ack(), 3_000, 'late'],
  ['fails before', broken, 0, 'failed'],
  ['fails too late for an answer', broken, 3_000, 'failed'],
  [
    'fails afterwards',
    async ({ ack }: CommandArgs) => {
      await ack();
      return broken();
    },
    0,
    'in_time',
  ],
])('a request that %s is reported once, by what it is', async (_, listener, age, outcome) => {
  const { reported } = await carryOut(listener, age);
  const milliseconds = expect.any(Number);
  expect(reported).toEqual([{ type: 'command', name: 'invite', outcome, milliseconds }]);
  expect(reported[0]?.milliseconds).toBeGreaterThanOrEqual(age);
});

describe('a request that Slack no longer waits for', () => {
  it('has its answer logged as late', async () => {
    const late = await carryOut(({ ack }) => ack(), 3_000);
    expect(late).toMatchObject({ answered: [undefined], told: [], log: ['answered too late'] });
    const inTime = await carryOut(({ ack }) => ack(), 2_000);
    expect(inTime).toMatchObject({ answered: [undefined], told: [], log: [] });
  });

  it('that fails tells privately that nothing was done', async () => {
    const { answered, told } = await carryOut(broken, 3_000);
    expect(answered).toEqual([undefined]);
    expect(told).toEqual([
      [{ userId: 'UALICE', responseUrl }, expect.stringMatching(/nobody was invited/)],
    ]);
    const inTime = await carryOut(broken, 2_000);
    expect(inTime).toMatchObject({ answered: [{ response_type: 'ephemeral' }], told: [] });
  });
});

it('a request that perhaps has done something says so, although it is not acknowledged', async () => {
  const { answered } = await carryOut(async () => {
    throw new UnclearError('on purpose', { cause: new Error('gone') });
  }, 0);
  expect(answered).toMatchObject([
    { text: expect.stringMatching(/before I could tell you the result/) },
  ]);
});
