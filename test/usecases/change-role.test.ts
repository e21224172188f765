import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import { err, ok } from '../../src/domain/result.ts';
import { createChangeRole } from '../../src/usecases/change-role.ts';
import type { PiperOrganization } from '../../src/usecases/ports/piper.ts';
import { connection, editor, member, viewer } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';

const ada = member('ada@example.com', { roleName: 'Viewer' });
const admin = { id: 'role-admin', name: 'Admin' };

function setUp(
  changeRole: PiperOrganization['changeRole'],
  settings: Partial<ConnectionSettings> = {},
  listFails: Parameters<typeof fakePiper>[0]['listFails'] = () => undefined,
) {
  const asked: string[] = [];
  const entries: AuditEntry[] = [];
  const updated: string[] = [];
  const { piper } = fakePiper({
    clock: fakeClock(),
    members: [ada, member('owner@example.com', { roleName: 'Admin' })],
    roles: [admin, editor, viewer],
    listFails,
  });
  const whole = connection();
  const roles = createChangeRole({
    audit: {
      append: async (entry) => {
        entries.push(entry);
      },
    },
    invitationQueries: { noteRole: async () => ({ batchId: 'b' }) },
    updateConfirmation: async (batchId) => {
      updated.push(batchId);
      return true;
    },
    now: () => 1,
  });
  const change = (address: string, wanted: { id: string } | { typed: string }) =>
    roles.change({
      organization: {
        connection: { ...whole, settings: { ...whole.settings, ...settings } },
        piper: {
          ...piper,
          changeRole: (userId, roleId) => {
            asked.push(`${userId} ${roleId}`);
            return changeRole(userId, roleId);
          },
        },
      },
      workspace: { teamId: 'T1' },
      address,
      wanted,
      by: 'UALICE',
      surface: 'form',
    });
  return { change, asked, updated, outcomes: () => entries.map(({ outcome }) => outcome) };
}
const takes = async () => ok({ ...ada, roleName: 'Editor' });

describe('changing a role', () => {
  it("tells what Piper answered, asks by Piper's ids, and updates the confirmation", async () => {
    const { change, asked, updated, outcomes } = setUp(takes);
    expect(await change('ADA@example.com', { typed: 'EDITOR' })).toEqual(
      ok({ from: 'Viewer', to: 'Editor' }),
    );
    expect(asked).toEqual(['piper-ada@example.com role-editor']);
    expect(outcomes()).toEqual(['requested', 'changed']);
    expect(updated).toEqual(['b']);
  });

  it('gives no role that may not be given from Slack', async () => {
    const { change, asked } = setUp(takes, { roleIds: [editor.id, viewer.id] });
    expect(await change('ada@example.com', { id: admin.id })).toEqual(err({ kind: 'not_offered' }));
    expect(await change('ada@example.com', { typed: 'Admin' })).toMatchObject(
      err({ kind: 'unknown', roles: [editor, viewer] }),
    );
    expect(asked).toEqual([]);
  });

  it('takes no role that may not be given from Slack', async () => {
    const { change, asked } = setUp(takes, { roleIds: [editor.id, viewer.id] });
    expect(await change('owner@example.com', { id: viewer.id })).toEqual(
      err({ kind: 'protected', roleName: 'Admin' }),
    );
    expect(asked).toEqual([]);
  });

  it('does not claim anything where Piper broke off and then shows nothing', async () => {
    const { change, outcomes } = setUp(
      async () => err({ kind: 'unavailable', contact: 'broken_off' }),
      {},
      (look) => (look > 1 ? { kind: 'unavailable', contact: 'not_sent' } : undefined),
    );
    expect(await change('ada@example.com', { id: editor.id })).toEqual(err({ kind: 'unclear' }));
    expect(outcomes()).toEqual(['requested', 'unclear']);
  });

  it('is not done where the member list still shows the old role', async () => {
    const failure = { kind: 'unavailable', contact: 'broken_off' } as const;
    const { change } = setUp(async () => err(failure));
    expect(await change('ada@example.com', { id: editor.id })).toEqual(
      err({ kind: 'failed', failure }),
    );
  });
});
