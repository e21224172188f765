import { judgeBeyond } from '../../domain/beyond-own-role.ts';
import type { PiperFailure } from '../../domain/failures.ts';
import type { Role } from '../../domain/organization.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Facts } from '../../domain/rules.ts';
import { settingsFields } from '../../ids.ts';
import { connecting, rules as rulesText } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { digest } from '../../utils/digest.ts';
import type { Risk } from '../../views/fields.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Workspace } from '../workspace.ts';

/** What somebody who saves a rule may do in an organization, and its roles; `organization` is its name. */
export type Saver = { own: Facts['own']; roles: readonly Role[]; organization: string };

/** The same in the organization of a connection, read anew. */
export async function saverOf(
  { authorityOf }: Pick<ListenerDeps, 'authorityOf'>,
  workspace: Workspace,
  userId: string,
  connected: Connected,
): Promise<Result<Saver, PiperFailure>> {
  const [{ own }, roles] = await Promise.all([
    authorityOf(workspace, userId, connected, 'new'),
    connected.piper.roles(),
  ]);
  if (own.kind === 'unread') return err(own.failure);
  if (!roles.ok) return roles;
  return ok({ own, roles: roles.value, organization: connected.connection.organization.name });
}

/**
 * What stands against a rule that goes beyond the own role: errors by field, or a risk that has to be shown first. `field` is the
 * one that an error is shown under, with a tick or the roles themselves, and `risk` what was ticked under a warning, if one was shown.
 */
export function concernAbout(
  rule: Parameters<typeof judgeBeyond>[0],
  {
    field,
    hasTick = true,
    risk,
  }: { field: string; hasTick?: boolean; risk?: readonly string[] | undefined },
  saver: Result<Saver, PiperFailure>,
): { errors: Record<string, string> } | { risk: Risk } | undefined {
  if (!saver.ok) return { errors: { [field]: connecting.notCheckedPlain(saver.error) } };
  const { own, roles, organization } = saver.value;
  const beyond = judgeBeyond(rule, roles, own.kind === 'known' ? own.own : undefined);
  switch (beyond.kind) {
    case 'fine':
      return undefined;
    case 'no_list':
      return { errors: { [field]: connecting.noListPlain } };
    case 'not_theirs': {
      const why = own.kind === 'known' ? undefined : own.kind;
      const named = beyond.roles.map((role) => nameGone(role, roles));
      return { errors: { [field]: connecting.notYoursPlain(named, why, organization, hasTick) } };
    }
    case 'risky': {
      const value = digest(beyond.roles.map(({ id }) => id).toSorted());
      if (risk?.includes(value)) return undefined;
      return risk?.length === 0
        ? { errors: { [settingsFields.risk]: connecting.riskNotTakenPlain } }
        : { risk: { roles: beyond.roles.map((role) => nameGone(role, roles)), value } };
    }
  }
}

/** A role that Piper doesn't tell of has no name. */
const nameGone = (role: Role, roles: readonly Role[]): Role =>
  roles.some(({ id }) => id === role.id) ? role : { ...role, name: rulesText.goneInlinePlain };
