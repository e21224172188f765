import { describe, expect, it } from 'vitest';
import { areSuggestions, messageErrors, viewErrors } from './block-kit.ts';
import type { Fields } from './json.ts';
import { blockTypes, elementTypes } from './supported.ts';
import { button, input, modal, option, plain, section } from './test-views.ts';

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const long = (length: number) => 'x'.repeat(length);
const options = (count: number) => many(count, (index) => option(String(index)));
const actions = (...elements: Fields[]) => ({ type: 'actions', elements });
const select = (rest: Fields) => actions({ type: 'static_select', ...rest });
const one = { options: options(1) };

/** Each limit: the largest that passes, what Slack says one further, and where. */
const messageLimits: [string, number, (size: number) => Fields[], string][] = [
  [
    'blocks of a message',
    50,
    (size) => many(size, () => ({ type: 'divider' })),
    'no more than 50 items allowed [json-pointer:/blocks]',
  ],
  [
    'text of a section',
    3_000,
    (size) => [section(long(size))],
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'fields of a section',
    10,
    (size) => [{ type: 'section', fields: many(size, () => plain('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'a field of a section',
    2_000,
    (size) => [{ type: 'section', fields: [plain(long(size))] }],
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'a header',
    150,
    (size) => [{ type: 'header', text: plain(long(size)) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'elements of a context',
    10,
    (size) => [{ type: 'context', elements: many(size, () => plain('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'elements of actions',
    25,
    (size) => [actions(...many(size, (index) => button(`b${index}`)))],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'markdown',
    12_000,
    (size) => [{ type: 'markdown', text: long(size) }],
    'must be less than 12001 characters [json-pointer:/blocks/0/text]',
  ],
  [
    'a block_id',
    255,
    (size) => [{ type: 'divider', block_id: long(size) }],
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  [
    'an action_id',
    255,
    (size) => [actions(button(long(size)))],
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'text of a button',
    75,
    (size) => [actions(button('b', { text: plain(long(size)) }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'value of a button',
    2_000,
    (size) => [actions(button('b', { value: long(size) }))],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'URL of a button',
    3_000,
    (size) => [actions(button('b', { url: long(size) }))],
    'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'options of a select',
    100,
    (size) => [select({ options: options(size) })],
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'groups of a select',
    100,
    (size) => [select({ option_groups: many(size, () => ({ label: plain('x'), ...one })) })],
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/option_groups]',
  ],
  [
    'options of a group',
    100,
    (size) => [select({ option_groups: [{ label: plain('x'), options: options(size) }] })],
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/option_groups/0/options]',
  ],
  [
    'text of an option',
    75,
    (size) => [select({ options: [{ text: plain(long(size)), value: 'x' }] })],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
  ],
  [
    'value of an option',
    150,
    (size) => [select({ options: [{ text: plain('x'), value: long(size) }] })],
    'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
  ],
  [
    'description of an option',
    75,
    (size) => [select({ options: [{ ...option('x'), description: plain(long(size)) }] })],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/description/text]',
  ],
  [
    'a placeholder',
    150,
    (size) => [select({ ...one, placeholder: plain(long(size)) })],
    'must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]',
  ],
  [
    'options of checkboxes',
    10,
    (size) => [actions({ type: 'checkboxes', options: options(size) })],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'options of an overflow menu',
    5,
    (size) => [actions({ type: 'overflow', options: options(size) })],
    'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'text of a confirmation',
    300,
    (size) => [actions(button('b', { confirm: confirmation(long(size)) }))],
    'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
  ],
];

const confirmation = (text: string) => ({
  title: plain('Sure?'),
  text: plain(text),
  confirm: plain('Yes'),
  deny: plain('No'),
});

const viewLimits: [string, number, (size: number) => Fields, string][] = [
  [
    'blocks of a view',
    100,
    (size) => modal(many(size, () => ({ type: 'divider' }))),
    'no more than 100 items allowed [json-pointer:/view/blocks]',
  ],
  ...['title', 'submit', 'close'].map((field): (typeof viewLimits)[number] => [
    `the ${field} of a modal`,
    24,
    (size) => modal([], { [field]: plain(long(size)) }),
    `must be less than 25 characters [json-pointer:/view/${field}/text]`,
  ]),
  [
    'private_metadata',
    3_000,
    (size) => modal([], { private_metadata: long(size) }),
    'must be less than 3001 characters [json-pointer:/view/private_metadata]',
  ],
  [
    'a callback_id',
    255,
    (size) => modal([], { callback_id: long(size) }),
    'must be less than 256 characters [json-pointer:/view/callback_id]',
  ],
  [
    'a label',
    2_000,
    (size) => modal([input('a', { type: 'users_select' }, { label: plain(long(size)) })]),
    'must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]',
  ],
  [
    'a hint',
    2_000,
    (size) => modal([input('a', { type: 'users_select' }, { hint: plain(long(size)) })]),
    'must be less than 2001 characters [json-pointer:/view/blocks/0/hint/text]',
  ],
  [
    'max_length of a text input',
    3_000,
    (size) => modal([input('a', { type: 'plain_text_input', max_length: size })]),
    'must be no more than 3000 [json-pointer:/view/blocks/0/element/max_length]',
  ],
];

describe('a message', () => {
  it.each(messageLimits)('has a limit for %s: %i', (_what, limit, make, words) => {
    expect(messageErrors(make(limit))).toEqual([]);
    expect(messageErrors(make(limit + 1))).toEqual([words]);
  });

  it.each([
    ['an unknown block', [{ type: 'paragraph' }], 'unsupported type: paragraph', '/0/type'],
    [
      'an unknown element',
      [actions({ type: 'slider' })],
      'unsupported type: slider',
      '/0/elements/0/type',
    ],
    ['a block without a type', [{ text: 'x' }], 'missing required field: type', '/0'],
    ['an alert', [{ type: 'alert', text: plain('x') }], 'unsupported type: alert', '/0/type'],
    ['an empty text', [section('')], 'must be more than 0 characters', '/0/text/text'],
    ['an empty section', [{ type: 'section' }], 'must define either `text` or `fields`', '/0'],
    ['a field that is not there', [{ type: 'header' }], 'missing required field: text', '/0'],
    ['a field too many', [{ type: 'divider', size: 3 }], 'invalid additional property: size', '/0'],
    [
      'a header of mrkdwn',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
      'must be a valid enum value',
      '/0/text/type',
    ],
    ['no elements', [actions()], 'no fewer than 1 items allowed', '/0/elements'],
    [
      'a block_id twice',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
      '`block_id` "a" already exists',
      '/1/block_id',
    ],
    [
      'an action_id twice in a block',
      [actions(button('a'), button('a'))],
      '`action_id` "a" already exists',
      '/0/elements/1/action_id',
    ],
    [
      'an image without a source',
      [{ type: 'image', alt_text: 'x' }],
      'must define either `image_url` or `slack_file`',
      '/0',
    ],
  ])('is refused with %s', (_what, blocks, words, at) => {
    expect(messageErrors(blocks)).toEqual([`${words} [json-pointer:/blocks${at}]`]);
  });

  it('may have the same action_id in two blocks', () => {
    expect(messageErrors([actions(button('a')), actions(button('a'))])).toEqual([]);
  });

  it('may be rich text', () => {
    const list = {
      type: 'rich_text_list',
      style: 'bullet',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'Hi ', style: { bold: true } },
            { type: 'user', user_id: 'U1' },
          ],
        },
      ],
    };
    expect(messageErrors([{ type: 'rich_text', elements: [list] }])).toEqual([]);
    expect(messageErrors([{ type: 'rich_text', elements: [{ type: 'text' }] }])).not.toEqual([]);
  });
});

describe('a modal', () => {
  it.each(viewLimits)('has a limit for %s: %i', (_what, limit, make, words) => {
    expect(viewErrors(make(limit), 'modal')).toEqual([]);
    expect(viewErrors(make(limit + 1), 'modal')).toEqual([
      'failed to match all allowed schemas [json-pointer:/view]',
      words,
    ]);
  });

  const text = { type: 'plain_text_input' };
  it.each([
    ['a name that is no field', modal([], { state: {} }), 'invalid additional property: state', ''],
    [
      'inputs but no submit',
      { ...modal([input('a', text)]), submit: undefined },
      'missing required field: submit',
      '',
    ],
    [
      'a button as input',
      modal([input('a', button('b'))]),
      'unsupported type: button',
      '/blocks/0/element/type',
    ],
    [
      'an input outside of an input block',
      modal([actions(text)]),
      'unsupported type: plain_text_input',
      '/blocks/0/elements/0/type',
    ],
    [
      'markdown',
      modal([{ type: 'markdown', text: 'x' }]),
      'unsupported type: markdown',
      '/blocks/0/type',
    ],
    [
      'an initial option that is not offered',
      modal([input('a', { type: 'static_select', ...one, initial_option: option('9') })]),
      '`initial_option` must be among the options',
      '/blocks/0/element/initial_option',
    ],
    [
      'initial options that are not offered',
      modal([input('a', { type: 'multi_static_select', ...one, initial_options: [option('9')] })]),
      '`initial_options` must be among the options',
      '/blocks/0/element/initial_options',
    ],
    [
      'a select without options',
      modal([input('a', { type: 'static_select' })]),
      'must define either `options` or `option_groups`',
      '/blocks/0/element',
    ],
    [
      'the focus twice',
      modal([
        input('a', { ...text, focus_on_load: true }),
        input('b', { ...text, focus_on_load: true }),
      ]),
      'only one element may have `focus_on_load`',
      '/blocks/1/element/focus_on_load',
    ],
  ])('is refused with %s', (_what, view, words, at) => {
    expect(viewErrors(view, 'modal')).toEqual([
      'failed to match all allowed schemas [json-pointer:/view]',
      `${words} [json-pointer:/view${at}]`,
    ]);
  });

  it('is no home tab', () => {
    expect(viewErrors({ type: 'home', blocks: [] }, 'home')).toEqual([]);
    expect(viewErrors({ type: 'home', blocks: [] }, 'modal')).not.toEqual([]);
    expect(viewErrors(undefined, 'modal')).not.toEqual([]);
  });
});

describe('suggested options', () => {
  it('may be none, or a hundred', () => {
    expect(areSuggestions({ options: [] })).toBe(true);
    expect(areSuggestions({ options: options(100) })).toBe(true);
    expect(areSuggestions({ options: options(101) })).toBe(false);
    expect(areSuggestions({ option_groups: [{ label: plain('x'), ...one }] })).toBe(true);
    expect(areSuggestions('')).toBe(false);
  });
});

describe('the tables of blocks and elements', () => {
  /** The words for every type that is in no schema. */
  const knows = (errors: string[], type: string) =>
    !errors.some((error) => error.startsWith(`unsupported type: ${type} `));

  it.each(Object.entries(blockTypes))('say the truth about the block %s', (type, { support }) => {
    const inMessages = knows(messageErrors([{ type }]), type);
    const inModals = knows(viewErrors(modal([{ type }]), 'modal'), type);
    expect(inMessages || inModals).toBe(support !== 'missing');
  });

  it.each(Object.entries(elementTypes))('say the truth about %s', (type, { support }) => {
    const found = [
      viewErrors(modal([actions({ type })]), 'modal'),
      viewErrors(modal([input('a', { type })]), 'modal'),
      viewErrors(modal([section('x', { accessory: { type } })]), 'modal'),
    ];
    expect(found.some((errors) => knows(errors, type))).toBe(support !== 'missing');
  });
});
