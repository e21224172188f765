import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  choice,
  choices,
  conversation,
  conversations,
  file,
  formSchema,
  optionalChoice,
  optionalConversation,
  text,
  users,
} from '../../../src/listeners/payloads/form.ts';
import { noIds, replaced } from '../../helpers/replaced.ts';
import { users as people } from '../../helpers/slack.ts';
import { submitted } from '../../helpers/submitted.ts';
import { option } from '../../helpers/views.ts';

/** What a field of a form holds in this state. */
const held = <T>(kind: z.ZodType<T>, state: unknown): T => kind.parse(state);
const isRefused = (kind: z.ZodType, state: unknown) => !kind.safeParse(state).success;

describe('a form', () => {
  const schema = formSchema({ name: text, more: text.optional() });
  const body = submitted({ name: { type: 'plain_text_input', value: 'Ada' } }, 'about-this');

  it('is read with its sender, its metadata and its fields', () => {
    expect(schema.parse(body)).toEqual({
      userId: people.alice.id,
      metadata: 'about-this',
      values: { name: 'Ada' },
    });
  });

  it('reads a field from the input of its own name, and not from another in the same block', () => {
    const values = { name: { other: { value: 'Eve' }, name: { value: 'Ada' } } };
    expect(schema.parse(replaced(body, 'view.state.values', values)).values).toEqual({
      name: 'Ada',
    });
    const others = { name: { other: { value: 'Eve' } } };
    expect(isRefused(schema, replaced(body, 'view.state.values', others))).toBe(true);
  });

  it('passes over fields that it does not know', () => {
    const more = submitted({ name: { value: 'Ada' }, admin: { value: 'yes' } });
    expect(schema.parse(more).values).toEqual({ name: 'Ada' });
  });

  it('may have empty metadata', () => {
    expect(schema.parse(submitted({ name: { value: 'Ada' } }, '')).metadata).toBe('');
  });

  it.each([
    'user',
    'user.id',
    'view',
    'view.private_metadata',
    'view.state',
    'view.state.values',
    'view.state.values.name',
    'view.state.values.name.name',
  ])('is refused without its %s', (path) => {
    expect(isRefused(schema, replaced(body, path, undefined))).toBe(true);
    expect(isRefused(schema, replaced(body, path, null))).toBe(true);
    expect(isRefused(schema, replaced(body, path, 7))).toBe(true);
  });

  it('is refused with an empty ID of its sender', () => {
    expect(isRefused(schema, replaced(body, 'user.id', ''))).toBe(true);
  });
});

describe('a field of a form', () => {
  it('for text holds what was typed, and nothing where nothing was', () => {
    expect(held(text, { value: ' Ada ' })).toBe(' Ada ');
    for (const value of [null, undefined, '']) expect(held(text, { value })).toBe('');
    for (const state of [{ value: 7 }, { value: ['a'] }, undefined, null, 'Ada']) {
      expect(isRefused(text, state)).toBe(true);
    }
  });

  it('for one option holds its value, which must be there', () => {
    const one = choice(z.enum(['a', 'b']));
    expect(held(one, { selected_option: option('a') })).toBe('a');
    for (const selected_option of [option('c'), {}, null, undefined, 'a']) {
      expect(isRefused(one, { selected_option })).toBe(true);
    }
    expect(isRefused(one, undefined)).toBe(true);
  });

  it('for one option or none holds nothing where none was chosen', () => {
    const perhaps = optionalChoice(z.enum(['a', 'b']));
    expect(held(perhaps, { selected_option: option('b') })).toBe('b');
    expect(held(perhaps, { selected_option: null })).toBeUndefined();
    expect(held(perhaps, {})).toBeUndefined();
    for (const selected_option of [option('c'), 'a']) {
      expect(isRefused(perhaps, { selected_option })).toBe(true);
    }
    expect(isRefused(perhaps, undefined)).toBe(true);
  });

  it('for options holds their values in order', () => {
    expect(held(choices, { selected_options: [option('b'), option('a')] })).toEqual(['b', 'a']);
    for (const selected_options of [null, undefined, []]) {
      expect(held(choices, { selected_options })).toEqual([]);
    }
    for (const value of noIds) {
      expect(isRefused(choices, { selected_options: [option('a'), { value }] })).toBe(true);
    }
    expect(isRefused(choices, undefined)).toBe(true);
  });

  it.each([
    ['people', users, 'selected_users'],
    ['conversations', conversations, 'selected_conversations'],
  ] as const)('for %s holds their IDs in order', (_, kind, name) => {
    expect(held(kind, { [name]: ['X2', 'X1'] })).toEqual(['X2', 'X1']);
    for (const none of [null, undefined, []]) expect(held(kind, { [name]: none })).toEqual([]);
    for (const id of noIds) expect(isRefused(kind, { [name]: ['X1', id] })).toBe(true);
    expect(isRefused(kind, undefined)).toBe(true);
  });

  it('for a conversation holds its ID, which must be there', () => {
    expect(held(conversation, { selected_conversation: 'C1' })).toBe('C1');
    for (const selected_conversation of noIds) {
      expect(isRefused(conversation, { selected_conversation })).toBe(true);
    }
  });

  it('for a conversation or none holds nothing where none was chosen', () => {
    expect(held(optionalConversation, { selected_conversation: 'C1' })).toBe('C1');
    for (const selected_conversation of [null, undefined]) {
      expect(held(optionalConversation, { selected_conversation })).toBeUndefined();
    }
    expect(isRefused(optionalConversation, { selected_conversation: '' })).toBe(true);
    expect(isRefused(optionalConversation, undefined)).toBe(true);
  });

  it('for a file holds its ID, if there is one', () => {
    expect(held(file, { files: [{ id: 'F1', name: 'people.csv' }] })).toBe('F1');
    for (const files of [null, undefined, []]) expect(held(file, { files })).toBeUndefined();
    for (const id of noIds) expect(isRefused(file, { files: [{ id }] })).toBe(true);
    expect(isRefused(file, undefined)).toBe(true);
  });
});
