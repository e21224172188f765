import { describe, expect, it } from 'vitest';
import type { Approvers, Asking } from '../../src/domain/asking.ts';
import type { PostedMessage } from '../../src/domain/invitation.ts';
import { err, ok } from '../../src/domain/result.ts';
import { notifications as limits } from '../../src/limits.ts';
import { createRequestNotifications } from '../../src/notifications/request-notifications.ts';
import type { RequestWorkspace } from '../../src/notifications/request-workspace.ts';
import type { NewRequest } from '../../src/usecases/ports/requests.ts';
import type { Channels } from '../../src/usecases/ports/slack.ts';
import { trackWork } from '../../src/utils/track-work.ts';
import { failed, invite, invited } from '../helpers/builders.ts';
import { claimTerms } from '../helpers/claim-terms.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { scriptedMessenger } from '../helpers/scripted-messenger.ts';
import { openEmpty } from '../helpers/storage.ts';
import { batch, entry, invitation, request, storedAt } from '../helpers/stored.ts';

const decided = entry({ action: 'decide', outcome: 'denied' });
const denied = (at = storedAt) => ({ kind: 'denied' as const, by: 'UCAROL', at });

type Look = Awaited<ReturnType<Channels['look']>>;

type World = {
  approvers?: Partial<Approvers>;
  /** Without a channel. */
  isDirect?: boolean;
  /** Nobody can be asked any more. */
  isOff?: boolean;
  leads?: string[];
  connectedBy?: string | undefined;
  /** Roles that need two people. */
  twoApprovals?: string[];
};

/** @bob asks for @ada; @carol decides, and is asked in the channel C2. @alice connected the workspace. */
async function setUp(world: World = {}) {
  const storage = await openEmpty();
  const { slack, heard, messengerOf } = scriptedMessenger();
  const kept = keptLog();
  const clock = { now: storedAt };
  const taken = (): PostedMessage => ({ channel: `${heard.at(-1)?.to}`, ts: `${heard.length}` });
  slack.post = taken;
  const asking: Asking = {
    approvers: {
      ...(!world.isDirect && { channel: 'C2' }),
      userIds: ['UCAROL'],
      userGroupIds: [],
      quietUserIds: [],
      ...world.approvers,
    },
    expireAfterDays: 7,
    selfApproval: false,
    twoApprovals: world.twoApprovals ?? [],
  };
  const broken = { isBroken: false };
  /** The channel of those who decide, and what was kept of whether it takes requests. */
  const channel: { look: Look; refused: (string | undefined)[] } = {
    look: ok({ name: 'approvals', isPublic: false, isShared: false }),
    refused: [],
  };
  const workspaceOf = async (): Promise<RequestWorkspace | undefined> => {
    if (broken.isBroken) throw new Error('the storage is away');
    const messenger = await messengerOf();
    return (
      messenger && {
        messenger,
        userGroups: {
          members: async () => (world.leads ? ok(world.leads) : err('unavailable' as const)),
        },
        channels: { look: async () => channel.look },
        noteChannel: async (refused) => {
          channel.refused.push(refused);
        },
        asking: world.isOff ? undefined : asking,
        connectedBy: 'connectedBy' in world ? world.connectedBy : 'UALICE',
      }
    );
  };
  const start = () => {
    const work = trackWork();
    const { changed, tick, remind, stop } = createRequestNotifications({
      requests: storage.requests,
      batches: storage.batches,
      workspaceOf,
      work,
      now: () => clock.now,
      log: kept.log,
    });
    return {
      changed: async (id = 'r1') => {
        changed(id);
        await work.untilIdle();
      },
      tick: async () => {
        await Promise.all([tick(), remind()]);
        await stop();
      },
    };
  };
  return {
    storage,
    slack,
    /** What Slack answers to messages to those who decide. */
    answerDeciders: (answer: typeof slack.post) => {
      slack.post = () => (heard.at(-1)?.to === 'UBOB' ? taken() : answer());
    },
    heard,
    clock,
    broken,
    channel,
    start,
    ...start(),
    errors: () => kept.lines().filter(({ level }) => level === 'error'),
    ask: (about: Partial<NewRequest> = {}) =>
      storage.requests.ask(request({ id: 'r1', ...about }), [entry({ action: 'ask' })]),
    end: (state: Parameters<typeof storage.requests.end>[1] = denied()) =>
      storage.requests.end('r1', state, decided),
    approve: (by = 'UCAROL', needed = 1) =>
      storage.requests.approve('r1', {
        by,
        at: storedAt,
        revision: 1,
        needed,
        lapsed: [],
        batch: batch({ id: 'approved', inviterId: 'UBOB' }),
        invitations: [{ ...invitation(), id: 'i1' }],
        entries: { approval: () => decided, batch: [entry({ action: 'submit' })] },
      }),
    /** Piper answers that @ada is invited. */
    invitedByPiper: async () => {
      const terms = claimTerms(storedAt, 1, { limit: 1 });
      const [sending] = await storage.invitations.claim('org-1', terms);
      if (!sending) throw new Error('nothing to send');
      const ended = { outcome: invited('ada@example.com'), at: storedAt };
      await storage.invitations.end(sending, ended, entry());
    },
    /** How and to whom something was said, in order. */
    said: () =>
      heard.map(({ how, to }) => `${how} ${typeof to === 'string' ? to : JSON.stringify(to)}`),
  };
}

/** Whoever asked hears that it was asked, sees that message change, and hears how it ended. */
const toBob = 'post UBOB';
const changedForBob = (ts = '2') => `change {"channel":"UBOB","ts":"${ts}"}`;
const changedInChannel = 'change {"channel":"C2","ts":"1"}';
const endToBob = 'tell {"userId":"UBOB"}';

describe('those who decide', () => {
  it('get one message in the channel, and whoever asked hears of it', async () => {
    const { ask, changed, said, heard, storage } = await setUp();
    await ask();
    await changed();
    expect(said()).toEqual(['post C2', toBob]);
    expect(heard[0]?.text).toContain('<@UBOB> asks to invite *ada@example.com*');
    expect(JSON.stringify(heard[0]?.message.blocks)).toContain('<@UCAROL>');
    expect(heard[1]?.text).toContain('You asked to invite *ada@example.com*');
    expect(await storage.requests.load('r1')).toMatchObject({
      posted: [{ channel: 'C2', ts: '1' }],
      isAskedTold: true,
      isEndTold: false,
    });
  });

  it('are asked directly without a channel, five at most', async () => {
    const { ask, changed, said, storage } = await setUp({
      isDirect: true,
      approvers: { userIds: ['U1', 'U2', 'U3', 'U1'], userGroupIds: ['SLEADS'] },
      leads: ['U2', 'U4', 'U5', 'U6', 'U7'],
    });
    await ask();
    await changed();
    expect(said()).toEqual([...['U1', 'U2', 'U3', 'U4', 'U5'].map((id) => `post ${id}`), toBob]);
    expect((await storage.requests.load('r1'))?.posted).toHaveLength(5);
  });

  it('are not asked directly where they are quiet, asked themselves or are to be invited', async () => {
    const { ask, changed, said } = await setUp({
      isDirect: true,
      approvers: {
        userIds: ['UBOB', 'UADA', 'UDAVE', 'UCAROL'],
        userGroupIds: ['SLEADS'],
        quietUserIds: ['UDAVE'],
      },
      leads: ['UDAVE', 'UBOB'],
    });
    const invitee = { address: 'ada@example.com', userId: 'UADA' };
    await ask({ invites: [invite('eve@example.com'), { ...invite('x'), invitee }] });
    await changed();
    expect(said()).toEqual(['post UCAROL', toBob]);
  });

  it.each([
    ['a group that Slack does not tell', { approvers: { userIds: [], userGroupIds: ['SLEADS'] } }],
    ['nobody but who asked', { approvers: { userIds: ['UBOB'] } }],
    ['nobody, since asking is off by now', { isOff: true }],
  ])('are whoever connected the workspace where there is %s', async (_, world) => {
    const { ask, changed, said } = await setUp({ isDirect: true, ...world });
    await ask();
    await changed();
    expect(said()).toEqual(['post UALICE', toBob]);
  });

  it('are asked directly where the channel does not take it, and then whoever connected', async () => {
    const { channel, answerDeciders, ask, changed, said, heard, storage } = await setUp();
    answerDeciders(() =>
      heard.at(-1)?.to === 'UALICE' ? { channel: 'D1', ts: '1' } : ('refused' as const),
    );
    await ask();
    await changed();
    expect(said()).toEqual(['post C2', 'post UCAROL', 'post UALICE', toBob]);
    expect(channel.refused).toEqual(['C2']);
    expect((await storage.requests.load('r1'))?.posted).toEqual([{ channel: 'D1', ts: '1' }]);
  });

  it.each([
    ['another company shares it', ok({ name: 'x', isPublic: true, isShared: true }), ['C2']],
    ['Slack does not tell who sees it', err('unavailable' as const), []],
  ])(
    'are asked directly, and nothing is posted in the channel, where %s',
    async (_, look, kept) => {
      const { ask, changed, said, channel } = await setUp();
      channel.look = look;
      await ask();
      await changed();
      expect(said()).toEqual(['post UCAROL', toBob]);
      expect(channel.refused).toEqual(kept);
    },
  );

  it('are asked in the channel where the app may not read who sees it', async () => {
    const { ask, changed, said, channel } = await setUp();
    channel.look = err('not_granted');
    await ask();
    await changed();
    expect(said()).toEqual(['post C2', toBob]);
    expect(channel.refused).toEqual([undefined]);
  });

  it('are not asked by others once one of them was', async () => {
    const { answerDeciders, ask, changed, said, heard, storage } = await setUp({
      isDirect: true,
      approvers: { userIds: ['UCAROL', 'UDAVE'] },
    });
    answerDeciders(() =>
      heard.at(-1)?.to === 'UDAVE' ? { channel: 'D1', ts: '1' } : ('refused' as const),
    );
    await ask();
    await changed();
    expect(said()).toEqual(['post UCAROL', 'post UDAVE', toBob]);
    expect((await storage.requests.load('r1'))?.posted).toEqual([{ channel: 'D1', ts: '1' }]);
  });

  it('are not asked twice where Slack gave no clear answer', async () => {
    const { answerDeciders, ask, changed, said, clock, tick } = await setUp();
    answerDeciders(() => 'unclear');
    await ask();
    await changed();
    clock.now += limits.retryDelay;
    await tick();
    expect(said()).toEqual(['post C2', toBob]);
  });

  it('are asked later where nobody can be asked, and whoever asked hears once', async () => {
    const { answerDeciders, ask, changed, tick, said, clock, errors } = await setUp({
      connectedBy: undefined,
    });
    answerDeciders(() => 'refused');
    await ask();
    await changed();
    expect(said()).toEqual(['post C2', 'post UCAROL', toBob]);
    expect(errors()).toMatchObject([{ request: 'r1' }]);
    answerDeciders(() => ({ channel: 'C2', ts: '1' }));
    clock.now += limits.retryDelay - 1;
    await tick();
    expect(said()).toHaveLength(3);
    clock.now += 1;
    await tick();
    expect(said().slice(3)).toEqual(['post C2']);
  });
});

describe('the message to those who decide', () => {
  it('shows how it ended, each of it, and nobody gets another one', async () => {
    const { ask, changed, said, heard, end } = await setUp({
      isDirect: true,
      approvers: { userIds: ['UCAROL', 'UDAVE'] },
    });
    await ask();
    await changed();
    await end();
    await changed();
    expect(said()).toEqual([
      'post UCAROL',
      'post UDAVE',
      toBob,
      'change {"channel":"UCAROL","ts":"1"}',
      'change {"channel":"UDAVE","ts":"2"}',
      changedForBob('3'),
      endToBob,
    ]);
    expect(heard[3]?.text).toContain('Denied by <@UCAROL>');
    expect(heard.at(-1)?.text).toContain('<@UCAROL> denied');
  });

  it('shows who has approved so far, of how many', async () => {
    const { ask, changed, said, heard, approve } = await setUp({ twoApprovals: ['role-1'] });
    await ask();
    await changed();
    await approve('UCAROL', 2);
    await changed();
    expect(said()).toEqual(['post C2', toBob, 'change {"channel":"C2","ts":"1"}']);
    expect(JSON.stringify(heard.at(-1)?.message.blocks)).toContain('1 of 2 approvals: <@UCAROL>');
  });

  it('shows what came of it once Piper has answered, of which nobody hears apart', async () => {
    const { ask, changed, said, heard, approve, storage, invitedByPiper } = await setUp();
    await ask();
    await changed();
    await approve();
    await changed();
    expect(said()).toEqual(['post C2', toBob, changedInChannel, changedForBob()]);
    await invitedByPiper();
    expect(heard[2]?.text).toContain("Piper hasn't answered yet.");
    await storage.batches.recordNotification('approved', { notifiedAt: storedAt });
    await changed();
    expect(said().slice(4)).toEqual([changedInChannel, changedForBob(), endToBob]);
    expect(heard[4]?.text).toMatch(/\nPending\.$/);
    expect(heard.at(-1)?.text).toContain('Piper has confirmed the invite.');
    await storage.followUps.record('i1', { joinedAt: storedAt + 1 }, storedAt + 1);
    await changed();
    expect(heard[7]?.text).toMatch(/\nJoined on .*\.$/);
    expect(said().slice(7)).toEqual([changedInChannel, changedForBob()]);
  });

  it.each([
    ['is tried again where Slack did not take the change', 'failed', 2],
    ['is left where it was deleted', 'gone', 1],
  ] as const)('%s', async (_, answer, times) => {
    const { ask, changed, end, slack, clock, tick, said } = await setUp();
    await ask();
    await changed();
    await end();
    slack.change = () => answer;
    await changed();
    slack.change = () => 'done';
    clock.now += limits.retryDelay;
    await tick();
    await tick();
    expect(said().filter((each) => each === changedInChannel)).toHaveLength(times);
    expect(said().filter((each) => each === changedForBob())).toHaveLength(times);
    expect(said().filter((each) => each === endToBob)).toHaveLength(1);
  });

  it('says nothing of Piper as long as the confirmation is not there', async () => {
    const { ask, changed, heard, approve, storage, invitedByPiper } = await setUp();
    await ask();
    await approve();
    await storage.requests.record('r1', { posted: [{ channel: 'C2', ts: '1' }] });
    await invitedByPiper();
    await changed();
    expect(heard[0]).toMatchObject({ how: 'change' });
    expect(heard[0]?.text).toContain("Piper hasn't answered yet.");
  });

  it('is sent anew, but not there, where it is gone while somebody still has to decide', async () => {
    const { ask, changed, approve, slack, said, heard, storage, end } = await setUp({
      twoApprovals: ['role-1'],
    });
    await ask();
    await changed();
    slack.change = () => 'gone';
    await approve('UERIN', 2);
    await changed();
    expect(said().slice(2)).toEqual(['change {"channel":"C2","ts":"1"}', 'post UCAROL']);
    expect(JSON.stringify(heard.at(-1)?.message.blocks)).toContain('1 of 2 approvals');
    slack.change = () => 'done';
    await end();
    await changed();
    expect(said().slice(4)).toEqual([
      'change {"channel":"UCAROL","ts":"4"}',
      changedForBob(),
      endToBob,
    ]);
    expect((await storage.requests.load('r1'))?.posted).toEqual([{ channel: 'UCAROL', ts: '4' }]);
  });

  it('stays where one of those who were asked still has it', async () => {
    const { ask, changed, approve, slack, heard, said } = await setUp({
      isDirect: true,
      approvers: { userIds: ['UCAROL', 'UDAVE'] },
      twoApprovals: ['role-1'],
    });
    await ask();
    await changed();
    slack.change = () =>
      heard.filter(({ how }) => how === 'change').length === 1 ? 'gone' : 'done';
    await approve('UERIN', 2);
    await changed();
    expect(
      said()
        .slice(3)
        .map((each) => each.split(' ')[0]),
    ).toEqual(['change', 'change']);
  });

  it('is not changed for ever once it has ended', async () => {
    const { ask, changed, end, slack, clock, errors, storage, tick } = await setUp();
    await ask();
    await changed();
    await end();
    slack.change = () => 'failed';
    clock.now += limits.giveUpAfter - 1;
    await changed();
    expect(await storage.requests.due(clock.now + limits.giveUpAfter)).toEqual(['r1']);
    expect(errors()).toEqual([]);
    clock.now += limits.giveUpAfter;
    await tick();
    expect(await storage.requests.due(clock.now + limits.giveUpAfter)).toEqual([]);
    expect(errors()).toMatchObject([{ request: 'r1' }]);
  });

  it('is tried at growing intervals', async () => {
    const { answerDeciders, ask, changed, clock, storage, said } = await setUp({
      connectedBy: undefined,
    });
    answerDeciders(() => 'refused');
    await ask();
    await changed();
    const half = storedAt + 2 * limits.retryDelay;
    expect(await storage.requests.due(storedAt + limits.retryDelay)).toEqual(['r1']);
    clock.now = storedAt + 4 * limits.retryDelay;
    await changed();
    expect(await storage.requests.due(clock.now + half - storedAt - 1)).toEqual([]);
    expect(await storage.requests.due(clock.now + half - storedAt)).toEqual(['r1']);
    expect(said().filter((each) => each === toBob)).toHaveLength(1);
  });

  it('is changed again for each of those for whom Slack did not take it', async () => {
    const { ask, changed, end, slack, heard, clock, tick, said } = await setUp({
      isDirect: true,
      approvers: { userIds: ['UCAROL', 'UDAVE'] },
    });
    await ask();
    await changed();
    await end();
    slack.change = () => (heard.at(-1)?.to === heard[3]?.to ? 'failed' : 'done');
    await changed();
    slack.change = () => 'done';
    clock.now += limits.retryDelay;
    await tick();
    expect(said().filter((each) => /^change.*(UCAROL|UDAVE)/.test(each))).toHaveLength(4);
    expect(said().filter((each) => each === endToBob)).toHaveLength(1);
  });

  it('is not sent where it ended before anybody was asked', async () => {
    const { ask, changed, end, said, heard, tick, storage } = await setUp();
    await ask();
    await end();
    await changed();
    await tick();
    expect(said()).toEqual([endToBob]);
    expect(heard[0]?.text).toContain('denied');
    expect(await storage.requests.due(storedAt + 86_400_000)).toEqual([]);
  });
});

describe('whoever asked', () => {
  it('hears twice, however often and by however many processes they are told', async () => {
    const { ask, changed, end, start, tick, said } = await setUp();
    const others = [start(), start()];
    await ask();
    await Promise.all([changed(), ...others.map((each) => each.changed())]);
    await changed();
    await end();
    await Promise.all([changed(), tick(), ...others.map((each) => each.tick())]);
    await tick();
    expect(said()).toEqual(['post C2', toBob, changedInChannel, changedForBob(), endToBob]);
  });

  it('does not hear that they cancelled it themselves, but of any other end', async () => {
    for (const [kind, by, times] of [
      ['cancelled', 'UBOB', 0],
      ['cancelled', 'UALICE', 1],
      ['denied', 'UBOB', 1],
    ] as const) {
      const { ask, changed, end, said } = await setUp();
      await ask();
      await changed();
      await end({ kind, by, at: storedAt });
      await changed();
      expect(said().filter((each) => each === endToBob)).toHaveLength(times);
      expect(said().filter((each) => each === changedForBob())).toHaveLength(1);
    }
  });

  it('hears later where Slack did not take it, and those who decide are not asked again', async () => {
    const { ask, changed, tick, slack, heard, clock, said, end } = await setUp();
    const { post } = slack;
    slack.post = () => (heard.at(-1)?.to === 'UBOB' ? 'refused' : post());
    await ask();
    await changed();
    slack.post = post;
    await tick();
    expect(said()).toEqual(['post C2', toBob]);
    clock.now += limits.retryDelay;
    await tick();
    expect(said().filter((each) => each === 'post C2')).toHaveLength(1);
    expect(said().filter((each) => each === toBob)).toHaveLength(2);
    slack.tell = () => false;
    await end();
    await changed();
    slack.tell = () => true;
    clock.now += limits.retryDelay;
    await tick();
    await tick();
    expect(said().filter((each) => each === endToBob)).toHaveLength(2);
  });

  it('is not asked twice whether they asked where Slack gave no clear answer, and reads the end', async () => {
    const { ask, changed, tick, slack, heard, clock, said, end } = await setUp();
    const { post } = slack;
    slack.post = () => (heard.at(-1)?.to === 'UBOB' ? 'unclear' : post());
    await ask();
    await changed();
    clock.now += limits.retryDelay;
    await tick();
    await end();
    await changed();
    expect(said()).toEqual(['post C2', toBob, changedInChannel, endToBob]);
  });

  it('hears nothing more of an approval while Piper keeps the invites waiting', async () => {
    const { ask, changed, said, heard, approve, storage } = await setUp();
    await ask();
    await changed();
    await approve();
    await changed();
    expect(heard[3]?.text).toContain("Piper hasn't answered yet.");
    await storage.batches.noteDelay('approved');
    await changed();
    expect(said().slice(2)).toEqual([
      changedInChannel,
      changedForBob(),
      changedInChannel,
      changedForBob(),
    ]);
    expect(heard[4]?.text).toMatch(/\nWaits for Piper\.$/);
    expect(heard[5]?.text).toContain('Your invite waits to be sent.');
  });

  it('hears with the batch alone what did not work', async () => {
    const { ask, changed, said, heard, approve, storage } = await setUp();
    await ask();
    await changed();
    await approve();
    await changed();
    const terms = claimTerms(storedAt, 1, { limit: 1 });
    const [sending] = await storage.invitations.claim('org-1', terms);
    if (!sending) throw new Error('nothing to send');
    const outcome = failed({ kind: 'invalid', fields: [] });
    await storage.invitations.end(sending, { outcome, at: storedAt }, entry());
    await storage.batches.recordNotification('approved', { notifiedAt: storedAt });
    await changed();
    expect(said().slice(4)).toEqual([changedInChannel, changedForBob()]);
    expect(heard[4]?.text).toMatch(/\nNot invited\.\n<@UBOB> was told why\.$/);
    expect(await storage.requests.due(storedAt + 86_400_000)).toEqual([]);
  });
});

describe('a request', () => {
  it('that ends while people are told of it is shown as it ended', async () => {
    const { ask, changed, end, slack, heard } = await setUp();
    const ended: Promise<boolean>[] = [];
    const { post } = slack;
    slack.post = () => {
      if (heard.at(-1)?.to === 'UBOB' && ended.length === 0) ended.push(end());
      return post();
    };
    await ask();
    await changed();
    expect(await Promise.all(ended)).toEqual([true]);
    expect(heard.map(({ how }) => how)).toEqual(['post', 'post', 'change', 'change', 'tell']);
  });

  it('is told of later where the app is not installed', async () => {
    const { ask, changed, tick, slack, clock, said } = await setUp();
    slack.isInstalled = () => false;
    await ask();
    await changed();
    slack.isInstalled = () => true;
    await tick();
    expect(said()).toEqual([]);
    clock.now += limits.retryDelay;
    await tick();
    expect(said()).toEqual(['post C2', toBob]);
  });

  it('is taken up again by any process after one that failed in the middle', async () => {
    const { ask, changed, broken, start, clock, said, errors } = await setUp();
    broken.isBroken = true;
    await ask();
    await changed();
    expect(errors()).toMatchObject([{ request: 'r1' }]);
    broken.isBroken = false;
    const other = start();
    clock.now += limits.lease - 1;
    await other.tick();
    expect(said()).toEqual([]);
    clock.now += 1;
    await other.tick();
    expect(said()).toEqual(['post C2', toBob]);
  });

  it('that nobody knows is nothing to tell', async () => {
    const { changed, said, errors } = await setUp();
    await changed('nothing');
    expect([said(), errors()]).toEqual([[], []]);
  });
});

describe('the reminder', () => {
  const remindAt = storedAt + 1_000;
  const inThread = 'post {"channel":"C2","threadTs":"1"}';

  it('goes into the thread of the message, once', async () => {
    const { ask, changed, tick, start, clock, said, heard } = await setUp();
    await ask({ remindAt });
    await changed();
    await tick();
    expect(said()).toHaveLength(2);
    clock.now = remindAt;
    await Promise.all([tick(), start().tick()]);
    await tick();
    expect(said().slice(2).toSorted()).toEqual([changedInChannel, inThread]);
    expect(heard.find(({ how, to }) => how === 'post' && typeof to === 'object')?.text).toContain(
      '<@UCAROL>: this still waits for a decision',
    );
  });

  it.each([
    ['is another message to each of them where theirs is gone', {}, 'UCAROL'],
    [
      'goes to whoever connected where nobody else can be asked',
      { approvers: { userIds: ['UBOB'] } },
      'UALICE',
    ],
  ])('%s', async (_, world, asked) => {
    const { ask, changed, tick, end, slack, answerDeciders, clock, said, heard } =
      await setUp(world);
    await ask({ remindAt });
    await changed();
    slack.change = () => 'gone';
    answerDeciders(() =>
      heard.at(-1)?.to === asked ? { channel: 'D1', ts: '9' } : ('refused' as const),
    );
    clock.now = remindAt;
    await tick();
    await tick();
    expect(said().filter((each) => each === `post ${asked}`)).toHaveLength(1);
    const [again] = heard.filter(({ to }) => to === asked);
    expect(again?.text).toContain('<@UBOB> asks to invite');
    slack.change = () => 'done';
    await end();
    await changed();
    expect(said()).toContain('change {"channel":"D1","ts":"9"}');
  });

  it('is not posted in a channel that another company shares by then', async () => {
    const { ask, changed, tick, channel, clock, said } = await setUp();
    await ask({ remindAt });
    await changed();
    channel.look = ok({ name: 'approvals', isPublic: true, isShared: true });
    clock.now = remindAt;
    await tick();
    expect(said()).not.toContain(inThread);
    expect(channel.refused.at(-1)).toBe('C2');
  });

  it('goes to each who was asked directly', async () => {
    const { ask, changed, tick, clock, said } = await setUp({
      isDirect: true,
      approvers: { userIds: ['UCAROL', 'UDAVE'] },
    });
    await ask({ remindAt });
    await changed();
    clock.now = remindAt;
    await tick();
    expect(said().filter((each) => each.includes('threadTs'))).toEqual([
      'post {"channel":"UCAROL","threadTs":"1"}',
      'post {"channel":"UDAVE","threadTs":"2"}',
    ]);
  });

  it('is not sent of what has ended, or can not be asked any more', async () => {
    for (const isOff of [false, true]) {
      const { ask, changed, tick, end, clock, said, errors } = await setUp({ isOff });
      await ask({ remindAt });
      await changed();
      if (!isOff) await end();
      clock.now = remindAt;
      await tick();
      expect(said().filter((each) => each.includes('threadTs'))).toEqual([]);
      expect(errors()).toEqual([]);
    }
  });

  it('is left out, with a line in the log, where something fails, and where the app is gone', async () => {
    const { ask, changed, tick, clock, said, broken, slack, errors } = await setUp();
    await ask({ remindAt });
    await ask({ id: 'r2', invites: [invite('eve@example.com')], remindAt: remindAt + 1 });
    await changed();
    await changed('r2');
    broken.isBroken = true;
    clock.now = remindAt;
    await tick();
    expect(
      errors()
        .map(({ msg }) => msg)
        .toSorted(),
    ).toEqual(['nobody could be reminded of a request', 'people could not be told of a request']);
    broken.isBroken = false;
    slack.isInstalled = () => false;
    clock.now = remindAt + 1;
    await tick();
    expect(errors()).toHaveLength(2);
    expect(said().filter((each) => each.includes('threadTs'))).toEqual([]);
  });
});
