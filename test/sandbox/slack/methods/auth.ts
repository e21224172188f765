import type { Method } from './index.ts';

/** https://docs.slack.dev/reference/methods/auth.test */
const authTest: Method = async (world, args) => {
  // What emulate adds here, Slack gives only to app-level tokens.
  const { app_id: _id, app_name: _name, ...answer } = await world.emulate.call('auth.test', args);
  return { ...answer, is_enterprise_install: false };
};

/** https://docs.slack.dev/reference/methods/api.test */
const apiTest: Method = async (_world, args) =>
  typeof args.error === 'string' ? { ok: false, error: args.error, args } : { ok: true, args };

export const authMethods = { 'api.test': apiTest, 'auth.test': authTest };
