import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  globalShortcutSchema,
  messageShortcutSchema,
} from '../../../src/listeners/payloads/shortcuts.ts';
import { messageShortcutBody, shortcutBody } from '../../helpers/payloads.ts';
import { noIds, replaced } from '../../helpers/replaced.ts';
import { users } from '../../helpers/slack.ts';

const text = (words: string, style?: object) => ({ type: 'text', text: words, ...style });
const mail = (address: string, label = address) => ({
  type: 'link',
  url: `mailto:${address}`,
  text: label,
});
const user = (id: string) => ({ type: 'user', user_id: id });
const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
const rich = (...elements: object[]) => ({ type: 'rich_text', block_id: 'b', elements });

/** Whom a message names: addresses, and Slack user IDs. */
const namedIn = (message: Record<string, unknown>): string[] =>
  messageShortcutSchema
    .parse(messageShortcutBody(message))
    .named.map((ref) => (ref.kind === 'address' ? ref.address : ref.userId));

const linked = (address: string) => `<mailto:${address}|${address}>`;

const messages: [says: string, message: Record<string, unknown>, people: string[]][] = [
  [
    'addresses between words, as Slack links them, and a mention',
    { text: `Please add ${linked('ada@x.example')}, ${linked('g@x.example')} &amp; <@U0BOB|bob>!` },
    ['ada@x.example', 'g@x.example', 'U0BOB'],
  ],
  [
    'rich text, which its text repeats, with a code block and a list',
    {
      text: 'add ada@x.example',
      blocks: [
        rich(
          section(text('Please add '), mail('ada@x.example'), text("'s team and "), user('U0BOB')),
          { type: 'rich_text_preformatted', elements: [text('grace@x.example\nmax@x.example')] },
          { type: 'rich_text_list', elements: [section(mail('eve@x.example', 'Eve'), text('.'))] },
          {
            type: 'rich_text_quote',
            elements: [text('bold@x.example', { style: { bold: true } })],
          },
        ),
      ],
    },
    [
      'ada@x.example',
      'U0BOB',
      'grace@x.example',
      'max@x.example',
      'eve@x.example',
      'bold@x.example',
    ],
  ],
  [
    'an address behind a display name that is another',
    {
      blocks: [
        rich(
          section(text('"'), mail('old@x.example'), text('" <'), mail('new@x.example'), text('>')),
        ),
      ],
    },
    ['new@x.example'],
  ],
  [
    'code and marks around addresses',
    { text: '```ada@x.example```, `g@x.example` and *<mailto:max@x.example|max@x.example>*' },
    ['ada@x.example', 'g@x.example', 'max@x.example'],
  ],
  [
    'an address with an ampersand, which Slack escapes',
    { text: 'r&amp;d@x.example' },
    ['r&d@x.example'],
  ],
  [
    'the text and the blocks of an app',
    {
      bot_id: 'B1',
      text: 'New colleague: ada@x.example',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'max@x.example starts' } },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: `Mail: ${linked('g@x.example')}` },
          fields: [{ type: 'mrkdwn', text: 'Buddy: <@U0BOB>' }],
        },
        {
          type: 'context',
          elements: [{ type: 'mrkdwn', text: '<https://x.example|eve@x.example>' }],
        },
        {
          type: 'actions',
          elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' } }],
        },
      ],
    },
    ['ada@x.example', 'max@x.example', 'g@x.example', 'U0BOB', 'eve@x.example'],
  ],
  [
    'attachments, but for what Slack shows of a link',
    {
      text: '',
      attachments: [
        {
          pretext: 'New: ada@x.example',
          text: `${linked('g@x.example')}`,
          fields: [{ title: 'Mail', value: 'max@x.example' }, null],
          blocks: [rich(section(mail('eve@x.example')))],
        },
        { from_url: 'https://x.example', text: 'seller@ads.example' },
      ],
    },
    ['ada@x.example', 'g@x.example', 'max@x.example', 'eve@x.example'],
  ],
  [
    'a table that was pasted',
    {
      attachments: [
        {
          blocks: [
            {
              type: 'table',
              rows: [
                [{ type: 'raw_text', text: 'Ada' }, rich(section(mail('ada@x.example')))],
                [
                  { type: 'raw_text', text: 'Max' },
                  { type: 'raw_text', text: 'max@x.example' },
                ],
              ],
            },
          ],
        },
      ],
    },
    ['ada@x.example', 'max@x.example'],
  ],
  [
    'links and handles that are nobody',
    { text: '<https://x.example/@ada> @ada <!here> <#C1|c>' },
    [],
  ],
  ['nothing', { text: null, blocks: null, attachments: null }, []],
  ['what is no message of Slack', { text: 7, blocks: 'x', attachments: [7, null] }, []],
  [
    'blocks of nothing',
    { text: '', blocks: [null, 7, { type: 7, elements: [[[]]], text: {} }] },
    [],
  ],
];

describe('a shortcut of a message', () => {
  it.each(messages)('names whom the message names: %s', (_, message, people) => {
    expect(namedIn(message)).toEqual(people);
  });

  it('keeps who pressed it, where, and who has written the message, and nothing of its words', () => {
    const body = messageShortcutBody({ text: 'A secret, ada@x.example', edited: { ts: '2' } });
    expect(messageShortcutSchema.parse(body)).toEqual({
      opener: {
        userId: users.alice.id,
        triggerId: body.trigger_id,
        responseUrl: 'https://hooks.slack.com/app/T0ACME/1/secret',
      },
      channel: 'C0GENERAL',
      named: [{ kind: 'address', address: 'ada@x.example' }],
      author: 'U0CAROL',
    });
  });

  it.each([undefined, null, ''])('has no author where an app has written it: %s', (author) => {
    const body = messageShortcutBody({ user: author, bot_id: 'B1', text: 'x' });
    expect(messageShortcutSchema.parse(body).author).toBeUndefined();
  });

  it('takes time that grows with the message alone, however it is nested', () => {
    let nested: object = mail('ada@x.example');
    for (let depth = 0; depth < 80; depth += 1) nested = section(nested);
    const many = Array.from({ length: 4_000 }, (_, at) => mail(`p${at}@x.example`));
    const began = performance.now();
    expect(namedIn({ blocks: [nested] })).toEqual([]);
    expect(namedIn({ blocks: [rich(section(...many))] })).toHaveLength(4_000);
    expect(namedIn({ text: '<'.repeat(40_000) })).toEqual([]);
    expect(namedIn({ text: '<@U0BOB'.repeat(5_000) })).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it.each(['user', 'user.id', 'trigger_id', 'channel', 'channel.id'])(
    'is refused without its %s',
    (path) => {
      const body = messageShortcutBody({ text: 'x' });
      for (const none of noIds) {
        expect(messageShortcutSchema.safeParse(replaced(body, path, none)).success).toBe(false);
      }
    },
  );

  it('is refused without a message', () => {
    const body = replaced(messageShortcutBody({}), 'message', undefined);
    expect(messageShortcutSchema.safeParse(body).success).toBe(false);
  });
});

describe('a shortcut that belongs to no message', () => {
  it('is read as Slack documents it', () => {
    const file = new URL('../../fixtures/slack/shortcut.json', import.meta.url);
    const body = JSON.parse(readFileSync(file, 'utf8'));
    expect(globalShortcutSchema.parse(body)).toEqual({
      userId: 'U0ALICE001',
      triggerId: body.trigger_id,
    });
  });

  it.each(['user', 'user.id', 'trigger_id'])('is refused without its %s', (path) => {
    for (const none of noIds) {
      const body = replaced(shortcutBody(), path, none);
      expect(globalShortcutSchema.safeParse(body).success).toBe(false);
    }
  });
});
