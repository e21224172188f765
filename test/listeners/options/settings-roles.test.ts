import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { slack as limits } from '../../../src/limits.ts';
import { startUnconnected, type TestApp } from '../../helpers/app.ts';
import { hold, shortenTimeouts } from '../../helpers/held.ts';
import { platformToken as token } from '../../helpers/organizations.ts';
import { role } from '../../helpers/piper.ts';
import { users } from '../../helpers/slack.ts';
import { elementIn } from '../../helpers/views.ts';

async function startWithManyRoles() {
  const app = await startUnconnected({ env: { PIPER_INVITE_ADMINS: users.carol.id } });
  app.piper.roles = Array.from({ length: 150 }, (_, at) => role(`Role ${at}`));
  return app;
}

const search = (
  app: TestApp,
  { private_metadata: metadata = '' }: Pick<ModalView, 'private_metadata'>,
  value: string,
  userId = users.alice.id,
  field = 'roles',
) => app.optionsOf(field, value, { metadata, userId });

describe('the searched menus of roles in the settings', () => {
  it('show the first hundred, and find any other by its name: of a new connection', async () => {
    const app = await startWithManyRoles();
    const { view } = await app.submit(await app.open('connect'), { token });
    if (!view) throw new Error('no settings');
    expect(elementIn(view, 'roles').type).toBe('multi_external_select');
    expect(elementIn(view, 'default_role').type).toBe('external_select');
    expect(await search(app, view, '')).toHaveLength(100);
    expect(await search(app, view, 'role 14', users.alice.id, 'default_role')).toEqual([
      'Role 14',
      ...Array.from({ length: 10 }, (_, at) => `Role 14${at}`),
    ]);
  });

  it('show them of a connection that there is', async () => {
    const app = await startWithManyRoles();
    await app.connect();
    const form = await app.open('settings');
    expect(await search(app, form, 'Role 149')).toEqual(['Role 149']);
  });

  it('show nothing to people who may not change them', async () => {
    const app = await startWithManyRoles();
    const { view } = await app.submit(await app.open('connect'), { token });
    if (!view) throw new Error('no settings');
    expect(await search(app, view, '', users.bob.id)).toEqual([]);
    await app.connect();
    expect(await search(app, await app.open('settings'), '', users.bob.id)).toEqual([]);
  });

  it('show nothing to somebody who may not connect the workspace any more', async () => {
    const app = await startWithManyRoles();
    const { view } = await app.submit(await app.open('connect'), { token });
    if (!view) throw new Error('no settings');
    app.slack.on('users.info', () => ({ ok: true, user: { ...users.alice, is_admin: false } }));
    app.clock.now += 2 * limits.profileTtl;
    expect(await search(app, view, '')).toEqual([]);
    app.slack.on('users.info', () => ({ ok: true, user: users.alice }));
    app.clock.now += 2 * limits.profileTtl;
    expect(await search(app, view, '')).toHaveLength(100);
  });

  it('show nothing for a token that is not theirs, that is forgotten, or for no token', async () => {
    const app = await startWithManyRoles();
    const { view } = await app.submit(await app.open('connect'), { token });
    if (!view) throw new Error('no settings');
    expect(await search(app, view, '', users.carol.id)).toEqual([]);
    expect(await search(app, view, '')).toHaveLength(100);
    app.clock.now += 1_800_000;
    expect(await search(app, view, '')).toEqual([]);
    expect(await search(app, { private_metadata: '{' }, '')).toEqual([]);
  });

  it('stay empty where Piper refuses or is slow', async () => {
    const app = await startWithManyRoles();
    await app.connect();
    const form = await app.open('settings');
    app.clock.now += 61_000;
    app.piper.onGet = () => [404, { detail: 'No' }];
    expect(await search(app, form, '')).toEqual([]);
    app.piper.onGet = undefined;
    const { held, release } = hold();
    app.piper.beforeAnswer = () => held;
    shortenTimeouts(limits.lookupBeforeAnswer);
    expect(await search(app, form, '')).toEqual([]);
    release();
  });
});
