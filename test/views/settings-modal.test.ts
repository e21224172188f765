import { describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import { settingsModal } from '../../src/views/settings-modal.ts';
import { expectModalWithinLimits, wordsOf } from '../helpers/block-limits.ts';
import { acme, editor, numberedRoles, viewer } from '../helpers/builders.ts';
import { elementIn, fieldsIn } from '../helpers/views.ts';

const everyone: ConnectionSettings = { whoMayInvite: { kind: 'admins' }, domains: [] };
const plain = (text: string) => ({ type: 'plain_text', text });

const form = (about: Partial<Parameters<typeof settingsModal>[0]> = {}) =>
  settingsModal({
    metadata: 'target',
    version: 'v1',
    organization: acme,
    settings: everyone,
    roles: [editor, viewer],
    userGroups: [],
    isNew: false,
    enterprise: { isOffered: false, isWide: false },
    ...about,
  });

/** The element of a field; undefined where the field is not there. */
const element = (view: ReturnType<typeof form>, id: string) =>
  fieldsIn(view).includes(id) ? elementIn(view, id) : undefined;

describe('the settings', () => {
  it('begin with those that there are', () => {
    const view = form({
      settings: {
        whoMayInvite: { kind: 'chosen', userIds: ['U1'], userGroupIds: ['S2'] },
        roleIds: [viewer.id],
        defaultRoleId: viewer.id,
        channel: 'C1',
        domains: ['acme.example', 'beta.example'],
      },
      userGroups: [
        { id: 'S1', name: 'Leads' },
        { id: 'S2', name: 'Team' },
      ],
    });
    expect(element(view, 'who')).toMatchObject({ initial_option: { value: 'chosen' } });
    expect(element(view, 'users')).toMatchObject({ initial_users: ['U1'] });
    expect(element(view, 'user_groups')).toMatchObject({
      initial_options: [{ value: 'S2', text: plain('Team') }],
    });
    expect(element(view, 'roles')).toMatchObject({ initial_options: [{ value: viewer.id }] });
    expect(element(view, 'default_role')).toMatchObject({ initial_option: { value: viewer.id } });
    for (const label of ['Default role', 'Post confirmations in']) {
      expect(view.blocks).toContainEqual(expect.objectContaining({ label: plain(label) }));
    }
    expect(element(view, 'settings_channel')).toMatchObject({ initial_conversation: 'C1' });
    expect(element(view, 'domains')).toMatchObject({
      initial_value: 'acme.example, beta.example',
    });
    expectModalWithinLimits(view);
  });

  it('begin with what goes beyond the own role, how many may be invited, and who changes roles', () => {
    const view = form({
      settings: {
        ...everyone,
        roleIds: [viewer.id],
        beyondOwnRole: true,
        quota: { invites: 20, fate: 'deny' },
        roleChangers: { userIds: ['U1'], userGroupIds: ['S1'] },
      },
      userGroups: [{ id: 'S1', name: 'Leads' }],
    });
    expect(element(view, 'beyond_own_role')).toMatchObject({ initial_options: [{ value: 'yes' }] });
    expect(element(view, 'quota')).toMatchObject({ type: 'number_input', initial_value: '20' });
    expect(element(view, 'role_changers')).toMatchObject({ initial_users: ['U1'] });
    expect(element(view, 'role_changer_groups')).toMatchObject({
      initial_options: [{ value: 'S1' }],
    });
    expect(element(view, 'risk')).toBeUndefined();
    expectModalWithinLimits(view);
  });

  it('are asked about again where every full member could have more than is good', () => {
    const roles = numberedRoles(30).map((role) => ({
      ...role,
      name: `<${role.name}> ${'n'.repeat(99)}`,
    }));
    const view = form({ risk: { roles, value: 'these' } });
    expect(fieldsIn(view).at(-1)).toBe('risk');
    expect(element(view, 'risk')).toMatchObject({ options: [{ value: 'these' }] });
    expect(element(view, 'risk')).not.toHaveProperty('initial_options');
    expect(wordsOf(view)).toContain('Every full member could make anybody *&lt;');
    expect(wordsOf(view)).toContain('or 25 more in Piper. Nothing is saved yet');
    expectModalWithinLimits(view);
  });

  it('say why they are shown again', () => {
    expect(wordsOf(form({ notice: 'Here they are now.' }))).toContain('Here they are now.');
  });

  it('of another version have other blocks, so that Slack forgets what was put in', () => {
    const blocks = (version: string) =>
      form({ version }).blocks.flatMap((block) => block.block_id ?? []);
    expect(blocks('v1')).not.toEqual([]);
    expect(blocks('v1').filter((block) => blocks('v2').includes(block))).toEqual([]);
    expect(fieldsIn(form({ version: 'v1' }))).toEqual(fieldsIn(form({ version: 'v2' })));
  });

  it('begin with nothing chosen where nothing is set', () => {
    const view = form();
    expect(element(view, 'who')).toMatchObject({ initial_option: { value: 'admins' } });
    for (const id of fieldsIn(view).filter((field) => field !== 'who' && field !== 'remind')) {
      expect(
        Object.keys(element(view, id) ?? {}).filter((key) => key.startsWith('initial')),
      ).toEqual([]);
    }
  });

  it('say after how many days an inviter is reminded, also where it is none of the usual', () => {
    const chosen = (settings: Partial<ConnectionSettings>) =>
      element(form({ settings: { ...everyone, ...settings } }), 'remind');
    expect(chosen({})).toMatchObject({
      initial_option: { value: '3', text: plain('After 3 days') },
    });
    expect(chosen({ remindAfterDays: 0 })).toMatchObject({
      initial_option: { value: '0', text: plain('Never') },
    });
    const view = form({ settings: { ...everyone, remindAfterDays: 10 } });
    expect(element(view, 'remind')).toMatchObject({ initial_option: { value: '10' } });
    expectModalWithinLimits(view);
  });

  it('of a new connection can be told to the channel, and later ones not', () => {
    const fresh = form({ isNew: true });
    expect(fresh.submit).toEqual(plain('Connect'));
    expect(fieldsIn(fresh)).toContain('announce');
    const later = form();
    expect(later.submit).toEqual(plain('Save'));
    expect(fieldsIn(later)).not.toContain('announce');
  });

  it('can hold for a whole Enterprise organization where that is possible', () => {
    expect(fieldsIn(form())).not.toContain('enterprise');
    expect(
      fieldsIn(form({ isNew: true, enterprise: { isOffered: true, isWide: true } })),
    ).toContain('enterprise');
  });

  it('name user groups only where the app may read them, else say how it may', () => {
    const without = form({ userGroups: undefined });
    expect(fieldsIn(without)).not.toContain('user_groups');
    expect(wordsOf(without)).toContain('`usergroups:read`');
    expect(wordsOf(form({ userGroups: [] }))).not.toContain('`usergroups:read`');
  });

  it('ask for no role where the organization has none', () => {
    const fields = fieldsIn(form({ roles: [] }));
    expect(fields).not.toContain('roles');
    expect(fields).not.toContain('default_role');
  });

  it('keep a chosen user group in sight among more than Slack shows', () => {
    const userGroups = Array.from({ length: 150 }, (_, at) => ({ id: `S${at}`, name: `g${at}` }));
    const view = form({
      userGroups,
      settings: {
        ...everyone,
        whoMayInvite: { kind: 'chosen', userIds: [], userGroupIds: ['S149'] },
      },
    });
    expect(element(view, 'user_groups')).toMatchObject({ initial_options: [{ value: 'S149' }] });
    expectModalWithinLimits(view);
  });

  it.each([
    [1, 'multi_static_select', 'static_select'],
    [100, 'multi_static_select', 'static_select'],
    [101, 'multi_external_select', 'external_select'],
    [500, 'multi_external_select', 'external_select'],
  ])('with %d roles have menus that Slack takes', (count, several, one) => {
    const roles = numberedRoles(count).map((role) => ({
      ...role,
      name: `${role.name} ${'n'.repeat(250)}`,
      description: 'd'.repeat(500),
    }));
    const last = roles.at(-1)?.id ?? '';
    const view = form({
      roles,
      isNew: true,
      enterprise: { isOffered: true, isWide: true },
      organization: { id: 'o', name: 'n'.repeat(255) },
      settings: { ...everyone, roleIds: roles.map(({ id }) => id), defaultRoleId: last },
    });
    expect(element(view, 'roles')?.type).toBe(several);
    expect(element(view, 'default_role')).toMatchObject({
      type: one,
      initial_option: { value: last },
    });
    expectModalWithinLimits(view);
  });

  it('keep a role that Piper has no more until it is taken out, but begin with no such role', () => {
    const view = form({ settings: { ...everyone, roleIds: ['gone'], defaultRoleId: 'gone' } });
    expect(element(view, 'roles')).toMatchObject({
      initial_options: [{ value: 'gone', text: { text: 'A role that Piper no longer has' } }],
    });
    expect(element(view, 'default_role')).not.toHaveProperty('initial_option');
  });

  it('show the name of the organization as it is', () => {
    const view = form({ organization: { id: 'o', name: '<!channel> & *b*' } });
    expect(wordsOf(view)).toContain('*&lt;!channel&gt; &amp; ∗b∗*');
  });
});
