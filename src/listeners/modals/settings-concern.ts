import { judgeBeyond } from '../../domain/beyond-own-role.ts';
import type { ConnectionSettings } from '../../domain/connection.ts';
import type { PiperFailure } from '../../domain/failures.ts';
import type { Role } from '../../domain/organization.ts';
import type { Result } from '../../domain/result.ts';
import { type Facts, ruleOfForm } from '../../domain/rules.ts';
import { settingsFields } from '../../ids.ts';
import { connecting } from '../../text/index.ts';
import { digest } from '../../utils/digest.ts';
import type { Risk } from '../../views/settings-modal.ts';
import type { SettingsInput } from './settings-input.ts';

/** What somebody who saves settings may do in an organization, and its roles; `organization` is its name. */
export type Saver = { own: Facts['own']; roles: readonly Role[]; organization: string };

/** What stands against settings that go beyond the own role: errors by field, or a risk that has to be shown first. */
export function concernOf(
  settings: ConnectionSettings,
  input: SettingsInput,
  saver: Result<Saver, PiperFailure>,
): { errors: Record<string, string> } | { risk: Risk } | undefined {
  // An error needs a field that is shown.
  const field = input.roles ? settingsFields.beyond : settingsFields.who;
  if (!saver.ok) return { errors: { [field]: connecting.notCheckedPlain(saver.error) } };
  const { own, roles, organization } = saver.value;
  const known = own.kind === 'known' ? own.own : undefined;
  const beyond = judgeBeyond(ruleOfForm(settings), roles, known);
  switch (beyond.kind) {
    case 'fine':
      return undefined;
    case 'no_list':
      return { errors: { [field]: connecting.noListPlain } };
    case 'not_theirs': {
      const why = own.kind === 'known' ? undefined : own.kind;
      return { errors: { [field]: connecting.notYoursPlain(beyond.roles, why, organization) } };
    }
    case 'risky': {
      const value = digest(beyond.roles.map(({ id }) => id).toSorted());
      if (input.risk?.includes(value)) return undefined;
      return input.risk?.length === 0
        ? { errors: { [settingsFields.risk]: connecting.riskNotTakenPlain } }
        : { risk: { roles: beyond.roles, value } };
    }
  }
}
