import { describe, expect, it } from 'vitest';
import { createOpenForDelivery } from '../../src/delivery/open-for-delivery.ts';
import type { WorkspaceRef } from '../../src/domain/connection.ts';
import type { ConnectionState } from '../../src/usecases/find-connection.ts';
import { acme, connection } from '../helpers/builders.ts';
import { claimedInvitation } from '../helpers/claimed-invitation.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';

const { piper } = fakePiper({ clock: fakeClock() });

const connectedTo = (organization = acme): ConnectionState => ({
  kind: 'connected',
  connection: connection({ organization }),
  isFixed: false,
  piper,
  checkAgain: async () => true,
});

/** Opens an invitation to Acme Robotics from a workspace that is connected like this now. */
async function open(state: ConnectionState) {
  const asked: WorkspaceRef[] = [];
  const openForDelivery = createOpenForDelivery(async (workspace) => {
    asked.push(workspace);
    return state;
  });
  const workspace = { teamId: 'T1', enterpriseId: 'E1' };
  const opened = await openForDelivery(claimedInvitation({ workspace, organization: acme }));
  return { opened, asked };
}

describe('an invitation', () => {
  it('is sent through the connection that its own workspace has now', async () => {
    const { opened, asked } = await open(connectedTo());
    expect(opened).toEqual({ ok: true, value: piper });
    expect(asked).toEqual([{ teamId: 'T1', enterpriseId: 'E1' }]);
  });

  it('is sent to no other organization than the one it was meant for', async () => {
    const { opened } = await open(connectedTo({ id: 'org-2', name: acme.name }));
    expect(opened).toEqual({ ok: false, error: { kind: 'not_connected' } });
  });

  it('is not sent from a workspace that is no longer connected', async () => {
    const { opened } = await open({ kind: 'none' });
    expect(opened).toEqual({ ok: false, error: { kind: 'not_connected' } });
  });

  it('waits for the operator where the token cannot be read, and is surely not sent', async () => {
    const { opened } = await open({ kind: 'unreadable', why: { kind: 'damaged' } });
    expect(opened).toMatchObject({
      ok: false,
      error: { kind: 'unavailable', contact: 'not_sent', detail: 'the connection is unreadable' },
    });
  });
});
