import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/domain/connection.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { createChangeRules } from '../../src/usecases/change-rules.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { acme, connectionWithToken } from '../helpers/builders.ts';
import { openEmpty } from '../helpers/storage.ts';

const actor = { userId: 'UBOB', surface: 'form', reference: 'abc234' } as const;
const rule: Rule = {
  id: 'rule-1',
  name: 'Leads',
  who: { kind: 'chosen', userIds: ['UBOB'], userGroupIds: [] },
  roles: ['role-1'],
  domains: ['acme.example'],
  fate: 'direct',
  beyondOwnRole: true,
};

async function connected(about: Partial<Connection> = {}) {
  const { connections, location } = await openEmpty();
  const { token, ...connection } = connectionWithToken(about);
  const entry = { workspace: 'T1', at: 1, actor: 'UALICE', action: 'connect' } as const;
  await connections.save(
    { ...connection, token },
    { ...entry, subject: acme.id, surface: 'form', outcome: 'done', details: {} },
  );
  return {
    connection,
    connections,
    change: createChangeRules({ connections, now: () => 7 }),
    stored: async () => {
      const found = await connections.find({ teamId: 'T1' });
      return found.ok ? found.value?.settings : found;
    },
    recorded: async () =>
      (await auditRecord(location, 'T1')).filter(({ action }) => action === 'rules'),
  };
}

describe('changing the rules', () => {
  it('changes nothing else, and is in the record before and after', async () => {
    const { connection, change, stored, recorded } = await connected({
      settings: { whoMayInvite: { kind: 'members' }, domains: ['acme.example'] },
    });
    const added = await change(connection, { kind: 'add', rule }, actor);
    if (!added.ok) throw new Error(added.error);
    expect(added.value).toEqual({
      ...connection,
      settings: { ...connection.settings, rules: [rule] },
    });
    expect(await stored()).toEqual(added.value.settings);

    const { beyondOwnRole: _, ...changed } = { ...rule, fate: 'deny' as const };
    const edited = await change(added.value, { kind: 'edit', rule: changed }, actor);
    if (!edited.ok) throw new Error(edited.error);
    const removed = await change(
      edited.value,
      { kind: 'remove', id: rule.id },
      { ...actor, surface: 'button' },
    );
    expect(removed).toMatchObject({ ok: true, value: { settings: { rules: [] } } });
    const [before, after] = [JSON.stringify(rule), JSON.stringify(changed)];
    const reference = 'abc234';
    const entries = await recorded();
    expect(entries.map(({ surface, details }) => ({ surface, details }))).toEqual([
      { surface: 'button', details: { before: after, reference } },
      { surface: 'form', details: { before, after, reference } },
      { surface: 'form', details: { after: before, reference } },
    ]);
    expect(entries[0]).toMatchObject({ at: 7, actor: 'UBOB', subject: acme.id, outcome: 'done' });
  });

  it('changes nothing where somebody else has changed them, or the settings, since they were read', async () => {
    const { connection, connections, change, stored, recorded } = await connected();
    const to = { ...connection.settings, domains: ['acme.example'] };
    const entry = { workspace: 'T1', at: 1, actor: 'UALICE', action: 'settings' } as const;
    await connections.changeSettings(
      connection.id,
      { from: connection.settings, to },
      { ...entry, subject: acme.id, surface: 'form', outcome: 'done', details: {} },
    );
    expect(await change(connection, { kind: 'add', rule }, actor)).toEqual({
      ok: false,
      error: 'overtaken',
    });
    expect(await stored()).toEqual(to);
    expect(await recorded()).toEqual([]);
  });

  it('neither finds a rule that is not there nor adds a twenty-first', async () => {
    const rules = Array.from({ length: 19 }, (_, at) => ({ ...rule, id: `${at}` }));
    const { connection, change, recorded } = await connected({
      settings: { whoMayInvite: { kind: 'members' }, domains: [], rules },
    });
    expect(await change(connection, { kind: 'remove', id: 'gone' }, actor)).toEqual({
      ok: false,
      error: 'overtaken',
    });
    expect(await change(connection, { kind: 'add', rule }, actor)).toEqual({
      ok: false,
      error: 'full',
    });
    expect(await recorded()).toEqual([]);
  });
});
