import { expect, it } from 'vitest';
import { ask, decideInModal, startAsking } from '../../helpers/asking.ts';
import { crowd } from '../../helpers/batch-buttons.ts';
import { role, roles } from '../../helpers/piper.ts';
import { users } from '../../helpers/slack.ts';
import { elementIn, option } from '../../helpers/views.ts';

const { bob, carol } = users;

it('anybody of many can be left out of a request, found by their address, by those who decide', async () => {
  const app = await startAsking();
  const { message } = await ask(app, `${crowd(150)} as Viewer`);
  const form = await decideInModal(app, message, 'change_request', carol.id);
  expect(elementIn(form, 'leave_out')).toMatchObject({
    type: 'multi_external_select',
    placeholder: { text: 'Search all 150 people by address' },
  });
  const { private_metadata: metadata = '' } = form;
  const search = (value: string, about: { metadata?: string; userId?: string } = {}) =>
    app.optionsOf('leave_out', value, { metadata, userId: carol.id, ...about });
  expect(await search('')).toHaveLength(100);
  expect(await search(' P149@')).toEqual(['p149@example.com']);
  expect(await search('', { userId: bob.id })).toEqual([]);
  expect(await search('', { metadata: metadata.replace(/ 1$/, ' 2') })).toEqual([]);

  await app.submit(form, { leave_out: [option('149')] }, { userId: carol.id });
  expect(app.query('select address from request_people where is_left_out = 1')).toEqual([
    { address: 'p149@example.com' },
  ]);
});

it('any of many roles can be given instead, if whoever decides may give it', async () => {
  const app = await startAsking();
  const names = Array.from({ length: 150 }, (_, at) => `Role ${at}`);
  app.piper.roles = [...Object.values(roles), ...names.map((name) => role(name))];
  const { message } = await ask(app, 'ada@example.com as Admin');
  const form = await decideInModal(app, message, 'change_request', carol.id);
  expect(elementIn(form, 'request_role').type).toBe('external_select');
  const { private_metadata: metadata = '' } = form;
  const search = (value: string, userId = carol.id) =>
    app.optionsOf('request_role', value, { metadata, userId });
  expect(await search('Role 149')).toEqual(['Role 149']);
  expect(await search('Admin')).toEqual([]);
  expect(await search('Role 149', bob.id)).toEqual([]);
  await app.submit(await app.open('disconnect'), {});
  expect(await search('Role 149')).toEqual([]);
});
