import { describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { Role } from '../../src/domain/organization.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { Authority } from '../../src/usecases/authority.ts';
import { prepareAgain } from '../../src/usecases/prepare-again.ts';
import { connection, editor, invite, viewer } from '../helpers/builders.ts';

const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const renamed: Role = { ...editor, name: 'Writer' };
const asked = [
  invite('ada@example.com'),
  invite('bob@example.com', viewer),
  invite('cleo@example.com'),
];

function again(
  roles: Result<Role[], PiperFailure>,
  settings: Partial<ConnectionSettings> = {},
  decide: Authority['decide'] = () => ({ kind: 'direct', reasons: [] }),
) {
  const { settings: own } = connection();
  const connected = {
    piper: { roles: async () => roles },
    connection: connection({ settings: { ...own, ...settings } }),
  };
  return prepareAgain({ connected, authority: async () => ({ decide }) }, asked);
}

describe('invites that are decided about anew', () => {
  it('are given with the roles that Piper has now', async () => {
    const { invitations, count, problems } = await again(ok([renamed, viewer]));
    expect(invitations).toEqual([
      invite('ada@example.com', renamed),
      invite('cleo@example.com', renamed),
      invite('bob@example.com', viewer),
    ]);
    expect([count, problems]).toEqual([3, []]);
  });

  it('are left out where Piper no longer has their role, or it is no longer given from here', async () => {
    const gone = [{ part: 'role', kind: 'gone', name: 'Editor' }];
    for (const left of [
      await again(ok([viewer])),
      await again(ok([editor, viewer]), { roleIds: [viewer.id] }),
    ]) {
      expect(left).toMatchObject({ invitations: [asked[1]], count: 1, problems: gone });
    }
  });

  it('keep their roles while Piper does not tell them', async () => {
    const { invitations } = await again(err(down));
    expect(invitations).toEqual([asked[0], asked[2], asked[1]]);
  });

  it('need approval by role, or are not given, as it is decided now', async () => {
    const { invitations, approvals, count, problems } = await again(
      ok([editor, viewer]),
      {},
      ({ role }) => ({
        kind: role.id === editor.id ? 'approval' : 'deny',
        reasons: [{ kind: 'no_rule' }],
      }),
    );
    expect(invitations).toEqual([]);
    expect(approvals).toMatchObject([{ role: editor, invites: [asked[0], asked[2]] }]);
    expect(count).toBe(2);
    expect(problems).toMatchObject([{ kind: 'not_given', role: viewer }]);
  });
});
