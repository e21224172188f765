import { describe, expect, it } from 'vitest';
import { roleOption, roleSelect } from '../../src/views/role-select.ts';
import { editor, numberedRoles } from '../helpers/builders.ts';

describe('the menu of roles', () => {
  it('has the only role chosen already', () => {
    const option = { value: 'role-editor', text: { type: 'plain_text', text: 'Editor' } };
    expect(roleSelect({ roles: [editor], actionId: 'role' })).toEqual({
      type: 'static_select',
      action_id: 'role',
      placeholder: { type: 'plain_text', text: 'Choose a role' },
      options: [option],
      initial_option: option,
    });
  });

  it.each([2, 99, 100])("shows %d roles in Piper's order, none chosen", (count) => {
    const roles = numberedRoles(count);
    const menu = roleSelect({ roles, actionId: 'role' });
    expect(menu).toEqual({
      type: 'static_select',
      action_id: 'role',
      placeholder: { type: 'plain_text', text: 'Choose a role' },
      options: roles.map(({ id, name }) => ({
        value: id,
        text: { type: 'plain_text', text: name },
      })),
    });
  });

  it.each([101, 500])('is searched where there are %d roles, more than Slack shows', (count) => {
    expect(roleSelect({ roles: numberedRoles(count), actionId: 'role' })).toEqual({
      type: 'external_select',
      action_id: 'role',
      min_query_length: 0,
      placeholder: { type: 'plain_text', text: 'Type to search all roles' },
    });
  });
});

describe('the role that was chosen before', () => {
  it.each([2, 101])('is chosen already, among %d', (count) => {
    const menu = roleSelect({
      roles: numberedRoles(count),
      actionId: 'role',
      chosenId: 'role-2',
    });
    expect(menu.initial_option).toEqual(roleOption({ id: 'role-2', name: 'Role 2' }));
  });

  it('is none where it is gone, or where none need be chosen', () => {
    const roles = numberedRoles(2);
    expect(
      roleSelect({ roles, actionId: 'role', chosenId: 'gone' }).initial_option,
    ).toBeUndefined();
    const optional = roleSelect({ roles: [editor], actionId: 'role', isOptional: true });
    expect(optional.initial_option).toBeUndefined();
  });
});

describe('a role in the menu', () => {
  it('shows its description', () => {
    expect(roleOption({ ...editor, description: 'May change things' })).toEqual({
      value: 'role-editor',
      text: { type: 'plain_text', text: 'Editor' },
      description: { type: 'plain_text', text: 'May change things' },
    });
  });

  it('has no description where Piper gives none', () => {
    expect(roleOption(editor)).not.toHaveProperty('description');
    expect(roleOption({ ...editor, description: '' })).not.toHaveProperty('description');
  });

  it('shows 75 characters of a name or a description, which is what Slack takes', () => {
    const whole = roleOption({ ...editor, name: 'n'.repeat(75), description: 'd'.repeat(75) });
    expect(whole.text.text).toBe('n'.repeat(75));
    expect(whole.description?.text).toBe('d'.repeat(75));
    const cut = roleOption({ ...editor, name: 'n'.repeat(76), description: 'd'.repeat(500) });
    expect(cut.text.text).toBe(`${'n'.repeat(74)}…`);
    expect(cut.description?.text).toBe(`${'d'.repeat(74)}…`);
    expect(cut.value).toBe('role-editor');
  });

  it('never ends in half a character', () => {
    for (let length = 70; length <= 76; length += 1) {
      const { text } = roleOption({ ...editor, name: `${'n'.repeat(length)}😀😀😀` });
      expect(text.text.isWellFormed()).toBe(true);
      expect(text.text.length).toBeLessThanOrEqual(75);
    }
  });

  it.each([
    ['Support\n  Lisbon', 'Support Lisbon'],
    [' Editor ', 'Editor'],
    ['R&D <core>', 'R&D <core>'],
    [' \n ', '–'],
  ])('is one line of plain text: %j', (name, text) => {
    expect(roleOption({ ...editor, name }).text).toEqual({ type: 'plain_text', text });
  });
});
