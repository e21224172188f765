import { describe, expect, it } from 'vitest';
import type { OptionalFeature } from '../../src/ids.ts';
import { helpMessage } from '../../src/views/help.ts';
import { expectWithinLimits } from '../helpers/block-limits.ts';
import { chosen } from '../helpers/builders.ts';

const usage = [
  '• `/piper-invite` opens the form.',
  '• `/piper-invite ada@example.com, @grace` opens it with these people filled in.',
  '• `/piper-invite ada@example.com as Editor` invites at once.',
  '• `/piper-invite status` says how this workspace is connected to Piper, and what you may do.',
  '• `/piper-invite status ada@example.com` says what became of an invite, `/piper-invite list` who is pending.',
  '• `/piper-invite check ada@example.com as Editor` says whether you may invite somebody, and why; nothing is sent.',
  '• `/piper-invite requests` lists what waits for approval: yours, and what you may decide.',
  "• `/piper-invite role ada@example.com Editor` changes a member's role.",
  '• `/piper-invite link @grace grace@example.com` says who somebody is in Piper, where their addresses differ; `/piper-invite link grace@example.com` asks for it.',
  '• `/piper-invite connect`, `/piper-invite settings`, `/piper-invite rules`, `/piper-invite approvals` and `/piper-invite disconnect` are for workspace admins: to connect it, to change who may invite whom, who may ask and who decides, and to end the connection.',
  '• `/piper-invite help` shows this.',
].join('\n');
const more =
  'Questions about the app go to a workspace admin, questions about Piper to <https://docs.letpiper.com|its documentation>.';

const paragraph = (text: string) => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});

describe('help', () => {
  it('says what can be done, who may, and where to ask', () => {
    const who = `Workspace admins and owners can invite. ${more}`;
    expect(helpMessage({ inviters: { kind: 'admins' } })).toEqual({
      text: `Invite people to your Piper organization from here.\n${usage}\n${who}`,
      blocks: [
        paragraph('Invite people to your Piper organization from here.'),
        paragraph(usage),
        paragraph(who),
      ],
    });
  });

  it('names the people who were chosen', () => {
    expect(helpMessage({ inviters: chosen('U1', 'U2') }).text).toContain(
      'Workspace admins, owners, <@U1> and <@U2> can invite.',
    );
  });

  it('says how to get what the form could offer besides', () => {
    const { text } = helpMessage({
      inviters: { kind: 'admins' },
      missing: ['userGroups', 'channels', 'file'],
    });
    expect(text).toContain(
      'The form can also invite everybody in a user group, a channel or a file: whoever runs the app gives it `usergroups:read`, `channels:read`, `groups:read` and `files:read` in Slack (OAuth &amp; Permissions) and installs it again.',
    );
    expectWithinLimits(helpMessage({ inviters: 'unknown', missing: ['file'] }));
  });

  it('says how to get a file with the result of many invites', () => {
    const text = (missing: readonly OptionalFeature[]) =>
      helpMessage({ inviters: 'unknown', missing }).text;
    expect(text(['results'])).toContain(
      'I can send you a CSV file that says how each of many invites went: whoever runs the app gives it `files:write` in Slack',
    );
    expect(text(['channels', 'results'])).toContain(
      'The form can also invite everybody in a channel, and I can send you a CSV file that says how each of many invites went: whoever runs the app gives it `channels:read`, `groups:read` and `files:write` in Slack',
    );
  });

  it('says who may invite only where that is known', () => {
    expect(helpMessage({ inviters: 'unknown' }).text).toBe(
      `Invite people to your Piper organization from here.\n${usage}\n${more}`,
    );
    expect(helpMessage({ inviters: 'not_connected' }).text).toContain(
      "This workspace isn't connected to Piper yet. A workspace admin can connect it with `/piper-invite connect`.",
    );
  });

  it('begins with what was not understood, as it is', () => {
    const { blocks } = helpMessage({
      inviters: { kind: 'admins' },
      notUnderstood: ['<!here>', 'ada@'],
    });
    expect(blocks[0]).toEqual(
      paragraph('I didn\'t understand "&lt;!here&gt;" and "ada@". Nobody was invited.'),
    );
    expect(blocks).toHaveLength(3);
  });

  it.each([
    ['many words', Array.from({ length: 1_000 }, (_, at) => `word-${at}`)],
    ['long words', Array.from({ length: 5 }, () => '&'.repeat(4_000))],
  ])("keeps within Slack's limits with %s", (_, notUnderstood) => {
    expectWithinLimits(helpMessage({ inviters: chosen('U1'), notUnderstood }));
  });

  it("keeps within Slack's limits with a hundred people chosen", () => {
    const inviters = Array.from({ length: 100 }, (_, at) => `U${String(at).padStart(10, '0')}`);
    expectWithinLimits(helpMessage({ inviters: chosen(...inviters) }));
  });
});
