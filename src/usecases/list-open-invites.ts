import { addressKey } from '../domain/address.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { FoundInvitation } from '../domain/invitation.ts';
import type { InvitePage, OpenInvite } from '../domain/open-invites.ts';
import type { Member } from '../domain/organization.ts';
import { invitationList } from '../limits.ts';
import type { Connected } from './find-connection.ts';
import type { NoteMembers } from './ports/follow-ups.ts';
import type { InvitationQueries } from './ports/invitation-queries.ts';

type Deps = {
  invitationQueries: Pick<InvitationQueries, 'waiting' | 'invited' | 'open'>;
  noteMembers: NoteMembers;
};

const { pageSize } = invitationList;

/** Reads the page that begins at `offset`, or the last page if the list has become shorter. */
export async function listOpenInvites(
  deps: Deps,
  { piper, connection }: Pick<Connected, 'piper' | 'connection'>,
  offset: number,
): Promise<InvitePage> {
  const { id } = connection.organization;
  const list = await piper.membersNow();
  if (!list.ok) return rememberedPage(deps, id, offset, list.error);
  await deps.noteMembers(id, list.value);
  const pending = list.value.members
    .filter(({ address, status }) => address !== undefined && status.kind === 'pending')
    .toSorted((a, b) => (sinceOf(b) ?? 0) - (sinceOf(a) ?? 0));
  const page = async (from: number): Promise<InvitePage> => {
    const waiting = await deps.invitationQueries.waiting(id, { offset: from, limit: pageSize });
    const start = Math.max(0, from - waiting.total);
    const people = pending.slice(start, start + pageSize - waiting.invitations.length);
    return {
      invites: [...waiting.invitations.map(waitingInvite), ...(await named(deps, id, people))],
      offset: from,
      waiting: waiting.total,
      pending: pending.length,
    };
  };
  return lastPage(page, offset);
}

/** What was known before, where Piper can't be asked. */
const rememberedPage = (
  { invitationQueries }: Deps,
  organizationId: string,
  offset: number,
  unread: PiperFailure,
): Promise<InvitePage> =>
  lastPage(async (from) => {
    const window = { offset: from, limit: pageSize };
    const [open, waiting] = await Promise.all([
      invitationQueries.open(organizationId, window),
      invitationQueries.waiting(organizationId, { offset: 0, limit: 1 }),
    ]);
    const invites = open.invitations.map((found) =>
      found.state.kind === 'waiting' ? waitingInvite(found) : pendingInvite(found),
    );
    const pending = open.total - waiting.total;
    return { invites, offset: from, waiting: waiting.total, pending, unread };
  }, offset);

async function lastPage(
  page: (from: number) => Promise<InvitePage>,
  offset: number,
): Promise<InvitePage> {
  const requested = await page(offset);
  const total = requested.waiting + requested.pending;
  const last = Math.max(0, Math.ceil(total / pageSize) - 1) * pageSize;
  return offset > last ? page(last) : requested;
}

/** Pending people, and how they were invited from Slack. */
async function named(
  { invitationQueries }: Deps,
  organizationId: string,
  people: readonly Member[],
): Promise<OpenInvite[]> {
  const addresses = people.flatMap(({ address }) => address ?? []);
  if (addresses.length === 0) return [];
  const found = await invitationQueries.invited(organizationId, addresses);
  const byAddress = new Map(found.map((each) => [addressKey(each.invitee.address), each]));
  return people.map((member): OpenInvite => {
    const address = member.address ?? '';
    const from = byAddress.get(addressKey(address));
    const { roleName } = member;
    const invitee = from?.invitee ?? { address };
    return { invitee, roleName, state: 'pending', since: sinceOf(member), from };
  });
}

const waitingInvite = (found: FoundInvitation): OpenInvite => ({
  invitee: found.invitee,
  roleName: found.role.name,
  state: 'waiting',
  since: found.at,
  from: found,
});

const pendingInvite = (found: FoundInvitation): OpenInvite => ({
  ...waitingInvite(found),
  roleName: found.roleChange?.roleName ?? found.role.name,
  state: 'pending',
});

const sinceOf = ({ status, since }: Member): number | undefined =>
  status.kind === 'pending' ? (status.since ?? since) : since;
