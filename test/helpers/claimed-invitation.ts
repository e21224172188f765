import type { ClaimedInvitation } from '../../src/usecases/ports/invitations.ts';
import { acme, editor } from './builders.ts';

/** Alice's invitation of Ada as Editor, at its first attempt. */
export const claimedInvitation = (about: Partial<ClaimedInvitation> = {}): ClaimedInvitation => ({
  id: 'invitation-1',
  batchId: 'batch-1',
  workspace: { teamId: 'T1' },
  organization: acme,
  invitee: { address: 'ada@example.com' },
  role: editor,
  inviterId: 'UALICE',
  surface: 'form',
  at: 0,
  attempts: 1,
  isUnclear: false,
  ...about,
});
