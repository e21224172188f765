import type { Answer } from '../emulate.ts';
import type { Fields } from '../json.ts';
import { missingScope, refuse } from '../refusal.ts';
import { webApi } from '../supported.ts';
import type { World } from '../world.ts';
import { authMethods } from './auth.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import { userGroupMethods } from './usergroups.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

/** A Web API method where emulate's own answer does not do. */
export type Method = (world: World, args: Fields) => Promise<Answer>;

const methods: Record<string, Method> = {
  ...authMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...userGroupMethods,
  ...userMethods,
  ...viewMethods,
};

/** Answers one Web API call of the bot, whose token was checked. */
export async function callMethod(world: World, name: string, args: Fields): Promise<Answer> {
  const entry = webApi[name];
  if (!entry || entry.support === 'missing') return refuse('unknown_method');
  const needed = entry.scopes?.find((scope) => !world.scopes.includes(scope));
  if (needed) return missingScope(needed, world.scopes);
  const method = methods[name];
  return method ? method(world, args) : world.emulate.call(name, args);
}
