import type { Answer } from '../emulate.ts';
import type { Fields } from '../json.ts';
import type { Method } from './index.ts';

/** https://docs.slack.dev/reference/methods/auth.test */
const authTest: Method = async (world, args) => {
  // What emulate adds here, Slack gives only to app-level tokens.
  const { app_id: _id, app_name: _name, ...answer } = await world.emulate.call('auth.test', args);
  return { ...answer, is_enterprise_install: false };
};

/** Needs no token. https://docs.slack.dev/reference/methods/api.test */
export const apiTest = (args: Fields): Answer =>
  typeof args.error === 'string' ? { ok: false, error: args.error, args } : { ok: true, args };

export const authMethods = { 'auth.test': authTest };
