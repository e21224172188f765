import { auditEntry } from '../domain/audit.ts';
import { type Connection, scopeId } from '../domain/connection.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { changeRules, type RuleChange } from '../domain/rule-change.ts';
import type { Actor } from './connect-workspace.ts';
import type { Connections } from './ports/connections.ts';

/**
 * Changes the rules of a connection, with the rule before and after in the record. Returns the connection as it is now.
 * `overtaken`: it is gone, or somebody else has changed its settings since it was read; nothing was changed.
 */
export const createChangeRules =
  ({ connections, now }: { connections: Pick<Connections, 'changeSettings'>; now: () => number }) =>
  async (
    connection: Connection,
    change: RuleChange,
    actor: Actor,
  ): Promise<Result<Connection, 'overtaken' | 'full'>> => {
    const { id, scope, organization, settings: from } = connection;
    const changed = changeRules(from.rules ?? [], change);
    if (!changed.ok) return err(changed.error === 'full' ? 'full' : 'overtaken');
    const { rules, before, after } = changed.value;
    const to = { ...from, rules };
    const entry = auditEntry({
      workspace: scopeId(scope),
      at: now(),
      actor: actor.userId,
      surface: actor.surface,
      action: 'rules',
      subject: organization.id,
      outcome: 'done',
      reference: actor.reference,
      details: {
        before: before && JSON.stringify(before),
        after: after && JSON.stringify(after),
      },
    });
    const isChanged = await connections.changeSettings(id, { from, to }, entry);
    return isChanged ? ok({ ...connection, settings: to }) : err('overtaken');
  };

export type ChangeRules = ReturnType<typeof createChangeRules>;
