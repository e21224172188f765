import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { eventually } from '../helpers/eventually.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { systemRoleId } from '../sandbox/piper/roles.ts';
import { startPiper } from '../sandbox/piper/server.ts';
import { channels, users } from '../sandbox/slack/seed.ts';
import { startSlack } from '../sandbox/slack/server.ts';

/** Grace is in Slack: whoever asks reads a mention of her, which the channel does not. */
const people = [
  {
    address: 'ada@example.com',
    typed: 'ada@example.com',
    shown: 'ada@example.com',
    name: 'ada@example.com',
  },
  {
    address: 'grace@acme.example',
    typed: `<@${users.grace}>`,
    shown: `<@${users.grace}>`,
    name: 'grace',
  },
] as const;
type Person = (typeof people)[number];
const roles = ['Editor', 'Viewer'] as const;
type Role = (typeof roles)[number];

type Act =
  | { kind: 'invite' | 'give'; who: Person; role: Role }
  | { kind: 'accept' | 'remove'; who: Person }
  | { kind: 'down' | 'up' };
const who = fc.constantFrom(...people);
const role = fc.constantFrom(...roles);
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('invite'), who, role }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('give'), who, role }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('accept', 'remove'), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('down', 'up') }) },
) as fc.Arbitrary<Act>;

const [ada] = people;
const invitedAnew: Act[] = [
  { kind: 'invite', who: ada, role: 'Viewer' },
  { kind: 'remove', who: ada },
  { kind: 'invite', who: ada, role: 'Editor' },
  { kind: 'invite', who: ada, role: 'Viewer' },
];
const cameLate: Act[] = [
  { kind: 'invite', who: ada, role: 'Viewer' },
  { kind: 'down' },
  { kind: 'accept', who: ada },
  { kind: 'invite', who: ada, role: 'Editor' },
];

/** The product between the sandbox's servers; what takes time is shortened, and time is moved on. */
async function start() {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const [slack, piper] = await Promise.all([startSlack({ now }), startPiper({ now })]);
  const config = parseConfig({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    PIPER_TOKEN: piper.token,
    PIPER_ORG_ID: piper.organizationId,
    PIPER_API_URL: piper.apiUrl,
    DATA_DIR: temporaryDirectory(),
    HOST: '127.0.0.1',
    PORT: '0',
  });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  // A busy machine may take its time.
  const once = { attemptTimeoutMs: 20_000, totalTimeoutMs: 20_000, attempts: 1 };
  const app = await createApp(config.value, {
    clock: { now },
    retryPolicy: { read: once, write: once },
    breaker: { failures: 1_000_000, pause: 0 },
    // Piper drops what it is asked while it is down, so it is never at work on an invite that it hasn't answered.
    delivery: {
      pollInterval: 20,
      backoff: { initialDelay: 5, maxDelay: 10 },
      settleAfterTimeout: 5,
    },
    notifications: { retryDelay: 5 },
    followUpInterval: 20,
    logDestination: { write: () => {} },
  });
  const { port } = await app.start();
  slack.connect(`http://127.0.0.1:${port}`);
  onTestFinished(async () => {
    await app.stop();
    await Promise.all([slack.stop(), piper.stop()]);
  });

  const messages = () => slack.screen(users.alice).messages[channels.general] ?? [];
  const type = (text: string) =>
    slack.act(users.alice, { type: 'command', channel: channels.general, text });
  const members = () => piper.screen().organizations[0]?.members ?? [];
  const memberOf = ({ address }: Person) => members().find(({ email }) => email === address);
  const isDown = () => piper.screen().fault === 'down';
  const inPiper = (change: 'accept' | 'remove', who: Person) => {
    const member = memberOf(who);
    const { organizationId } = piper;
    if (member) piper.change({ type: change, organizationId, userId: member.userId });
  };
  /** What is said next that sounds like this. */
  const told = async (words: string, sounds = /./) => {
    const before = messages().length;
    await type(words);
    return eventually(() => {
      const answer = messages()
        .slice(before)
        .find(({ text }) => sounds.test(text));
      if (!answer) throw new Error('nothing was said');
      return answer.text;
    });
  };

  return {
    slack,
    told,
    memberOf,
    confirmationsOf: ({ name }: Person) =>
      messages().flatMap(({ ephemeral, text }) =>
        !ephemeral && text.includes(` invited *${name}* to `) ? [text] : [],
      ),
    moveOn: (milliseconds: number) => {
      ahead += milliseconds;
    },
    carryOut: async (act: Act) => {
      switch (act.kind) {
        case 'down':
          return piper.change({ type: 'fault', fault: 'down' });
        case 'up':
          return piper.change({ type: 'fault', fault: 'none' });
        case 'accept':
        case 'remove':
          return inPiper(act.kind, act.who);
        case 'give': {
          const member = memberOf(act.who);
          if (!member) return;
          const path = `/v1/organizations/${piper.organizationId}/members/${member.userId}`;
          await fetch(`${piper.apiUrl}${path}`, {
            method: 'PATCH',
            headers: { authorization: `Bearer ${piper.token}`, 'content-type': 'application/json' },
            body: JSON.stringify({ role_id: systemRoleId(act.role) }),
          }).catch(() => {});
          return;
        }
        case 'invite': {
          const words = `${act.who.typed} as ${act.role}`;
          return isDown() ? type(words) : told(words);
        }
      }
    },
  };
}

it('status, list, the confirmations and Piper agree in the end, whatever was done, and no invitee was written to', async () => {
  const { slack, told, memberOf, confirmationsOf, moveOn, carryOut } = await start();
  await told('list');
  const writtenTo = new Set<string>();

  /** What `status` says once an invite that waited for Piper has been sent. */
  const statusOf = (who: Person): Promise<string> =>
    eventually(async () => {
      const answer = await told(`status ${who.typed}`, /member list|asked for it|invited them/);
      expect(answer).not.toMatch(/next try|waits to be sent|has yet to answer/);
      return answer;
    });

  async function expectOneTruth(who: Person): Promise<void> {
    const status = await statusOf(who);
    const member = memberOf(who);
    const isPending = member?.status === 'invited';
    const words = !member
      ? "isn't in *Acme Robotics*'s member list."
      : isPending
        ? `is invited to *Acme Robotics* as *${member.role}* and pending`
        : `has joined *Acme Robotics* as *${member.role}*.`;
    expect(status).toContain(words);

    const list = await told('list', /pending in/);
    const line = list.split('\n').find((each) => each.startsWith(`• ${who.shown} `));
    expect(line?.replace(/ since <!date.*?>/, '')).toBe(
      isPending
        ? `• ${who.shown} as *${member.role}*, pending, invited from Slack by <@${users.alice}>`
        : undefined,
    );

    await eventually(() => {
      const confirmations = confirmationsOf(who);
      const last = member ? confirmations.pop() : undefined;
      expect(
        last
          ?.match(/pending|joined|removed/gi)
          ?.at(-1)
          ?.toLowerCase(),
      ).toBe(member && (isPending ? 'pending' : 'joined'));
      expect(last?.match(/\*(Editor|Viewer)\*/g)?.at(-1)).toBe(member && `*${member.role}*`);
      for (const earlier of confirmations) expect(earlier).toMatch(/Removed from Piper, seen on/);
    });
  }

  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { minLength: 2, maxLength: 6 }), async (acts) => {
      for (const who of people) await carryOut({ kind: 'remove', who });
      for (const act of acts) await carryOut(act);
      await carryOut({ kind: 'up' });
      // A process that is at work on an invite while the clock jumps would count as lost.
      for (const who of people) await statusOf(who);
      // What was sent a moment ago may not be in the member list yet, so nobody counts as removed so soon.
      moveOn(60_000);
      for (const who of people) await expectOneTruth(who);
      for (const { name, request } of slack.calls()) {
        if (/^(chat.postMessage|conversations.open)$/.test(name)) {
          writtenTo.add(JSON.stringify(request));
        }
      }
    }),
    { numRuns: 25, examples: [[invitedAnew], [cameLate]] },
  );

  expect(writtenTo.size).toBeGreaterThan(0);
  for (const call of writtenTo) expect(call).not.toMatch(/"(channel|users?)":"[UD]0GRACE001"/);
}, 120_000);
