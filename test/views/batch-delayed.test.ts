import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { batchDelayed } from '../../src/views/batch-delayed.ts';
import { expectWithinLimits } from '../helpers/block-limits.ts';
import { batchReport, failed, invited, waiting } from '../helpers/builders.ts';

const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const slackDown: PiperFailure = { ...down, who: 'slack' };
const busy: PiperFailure = { kind: 'rate_limited', retryAfter: 60_000 };
const brokenOff: PiperFailure = { kind: 'unavailable', contact: 'broken_off' };
const asked = waiting(undefined, false, true);
const words = (...standings: ReturnType<typeof waiting>[]) =>
  batchDelayed(batchReport(standings.map((state, at) => [`p${at}@x.example`, state]))).text;

describe('whoever waits for a batch', () => {
  it.each([
    [
      'it has not been sent',
      words(waiting()),
      "Your invite waits to be sent. I'll tell you here what becomes of it.",
    ],
    [
      'many have not been sent',
      words(waiting(), waiting(), invited('x@x.example')),
      "Your 2 invites wait to be sent. I'll tell you here what becomes of them.",
    ],
    [
      'Piper has not answered',
      words(asked),
      "Piper hasn't answered yet. I'm waiting for the answer to your invite and will tell you here.",
    ],
    [
      'Piper has not answered many',
      words(asked, asked, invited('x@x.example')),
      "Piper hasn't answered yet. I'm waiting for 2 answers and will tell you here.",
    ],
    [
      'Piper is down',
      words(waiting(down)),
      "Piper isn't answering. Your invite is kept. When it is back, I check whether you may give this role before I send it, and will tell you here.",
    ],
    [
      'Slack cannot say who may invite',
      words(waiting(slackDown), waiting()),
      "Slack can't tell me right now whether you may invite. Your 2 invites are kept. When it can, I send them, and will tell you here.",
    ],
    [
      'Slack cannot say it of some, and Piper is down for others',
      words(waiting(slackDown), waiting(down)),
      "Piper isn't answering. Your 2 invites are kept. When it is back, I check whether you may give these roles before I send them, and will tell you here.",
    ],
    [
      'what keeps them is here',
      words(waiting({ ...down, who: 'product' })),
      "Your invite waits to be sent. I'll tell you here what becomes of it.",
    ],
    [
      'Piper is down, and not everything has been tried',
      words(waiting(down), waiting(), waiting(busy), failed(down)),
      "Piper isn't answering. Your 3 invites are kept. When it is back, I check whether you may give these roles before I send them, and will tell you here.",
    ],
    [
      'Piper asks to wait',
      words(waiting(busy), waiting()),
      "Piper is busy. Your 2 invites are saved and go out in about a minute. I'll tell you here what becomes of them.",
    ],
    [
      'Piper asks to wait for longer, or does not say how long',
      `${words(waiting({ kind: 'rate_limited', retryAfter: 240_001 }))} ${words(waiting({ kind: 'rate_limited' }))}`,
      "Piper is busy. Your invite is saved and goes out in about 5 minutes. I'll tell you here what becomes of it. Piper is busy. Your invite is saved and goes out in a few minutes. I'll tell you here what becomes of it.",
    ],
    [
      'an answer made no sense',
      words(waiting(brokenOff, true)),
      "Piper's answer doesn't say whether *p0@x.example* was invited. I'm checking and will tell you.",
    ],
    [
      'an answer is missing',
      words(waiting({ kind: 'unavailable', contact: 'timed_out' }, true)),
      "Piper broke off before it answered. I'm checking whether *p0@x.example* was invited and will tell you here.",
    ],
    [
      'Piper has been asked for some again, and others have not been sent',
      words(waiting(brokenOff, true, true), waiting()),
      "Piper hasn't answered yet. I'm waiting for the answer to your invite and will tell you here.\nYour invite waits to be sent. I'll tell you here what becomes of it.",
    ],
    [
      'Piper is down for some, and has been asked for others',
      words(waiting(down), asked, waiting()),
      "Piper hasn't answered yet. I'm waiting for the answer to your invite and will tell you here.\nPiper isn't answering. Your 2 invites are kept. When it is back, I check whether you may give these roles before I send them, and will tell you here.",
    ],
    [
      'an answer was not heard',
      words(waiting(undefined, true)),
      "I was interrupted before Piper answered. I'm checking whether *p0@x.example* was invited and will tell you here.",
    ],
    [
      'some answers are unclear and others are missing',
      words(waiting(brokenOff, true), waiting(down), waiting(brokenOff, true)),
      "Piper's answer doesn't say whether *p0@x.example* and *p2@x.example* were invited. I'm checking and will tell you.\nPiper isn't answering. Your invite is kept. When it is back, I check whether you may give this role before I send it, and will tell you here.",
    ],
  ])('is told that %s', (_, sentence, expected) => {
    expect(sentence).toBe(expected);
  });

  it("is told within Slack's limits", () => {
    const entries = Array.from({ length: 50 }, (_, at): [string, ReturnType<typeof waiting>] => [
      `${'x'.repeat(60)}-${at}@x.example`,
      waiting(brokenOff, true),
    ]);
    const message = batchDelayed(batchReport(entries));
    expectWithinLimits(message);
    expect(message.text).toContain('whether 50 people were invited');
  });
});
