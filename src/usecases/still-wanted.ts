import type { Invite } from '../domain/invitation.ts';
import { findMember } from '../domain/organization.ts';
import { whyNever } from '../domain/person.ts';
import { untoldIn } from '../domain/reasons.ts';
import type { InviteRequest, NotDecided, VoidReason } from '../domain/request.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { AuthorityOf } from './authority.ts';
import type { Directory } from './authorize.ts';
import type { Connected } from './find-connection.ts';

/**
 * Of a request, or of what somebody has changed it to, the invites that whoever asks may still have sent, to people who are neither
 * members nor invited by now; or why the request has ended with that. While Piper doesn't tell who is a member, nobody is left out
 * for that: it is found out before anything is sent.
 */
export async function stillWanted(
  {
    workspace,
    connected,
    authorityOf,
  }: { workspace: Directory; connected: Connected; authorityOf: AuthorityOf },
  { requesterId, invites }: Pick<InviteRequest, 'requesterId' | 'invites'>,
  changed: readonly Invite[] | undefined,
): Promise<Result<Invite[], { void: VoidReason } | { notDecided: NotDecided }>> {
  const [requester, authority, list] = await Promise.all([
    workspace.people.findAnew(requesterId),
    authorityOf(workspace, requesterId, connected, 'new'),
    connected.piper.membersNow(),
  ]);
  const isGone = requester.ok ? whyNever(requester.value) : requester.error === 'unknown';
  if (isGone) return err({ void: 'requester_gone' });
  // Who can't be told is denied everything, which must not end the request.
  if (!requester.ok) return err({ notDecided: { kind: 'requester_unread' } });

  const members = list.ok ? list.value.members : [];
  const judge = (invite: Invite) => {
    const decision = authority.decide(invite);
    const isDenied = decision.kind === 'deny';
    return {
      invite,
      isDenied,
      untold: isDenied ? untoldIn(decision.reasons) : undefined,
      isKnown: findMember(members, invite.invitee.address) !== undefined,
    };
  };
  const asked = invites.map(judge);
  const wanted = changed?.map(judge) ?? asked;
  const untold = [...asked, ...wanted].flatMap((each) => each.untold ?? [])[0];
  if (untold) {
    return err({
      notDecided: untold.kind === 'unidentified' ? { kind: 'requester_unread' } : untold,
    });
  }
  // What somebody changes it to doesn't end what was asked for.
  if (asked.every(({ isDenied }) => isDenied)) return err({ void: 'not_allowed_any_more' });
  if (asked.every(isOver)) return err({ void: 'satisfied' });
  const left = wanted.filter((each) => !isOver(each)).map(({ invite }) => invite);
  return left.length > 0 ? ok(left) : err({ notDecided: { kind: 'nobody_left' } });
}

type Judged = { isDenied: boolean; isKnown: boolean };
const isOver = ({ isDenied, isKnown }: Judged): boolean => isDenied || isKnown;
