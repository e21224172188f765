import type { Invitee } from '../domain/invitation.ts';
import type { PersonRef } from '../domain/people-list.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { People } from './ports/slack.ts';

/** Why somebody who was mentioned has no address to look for. */
export type NoInvitee = { kind: 'unknown' | 'unavailable' | 'no_address'; userId: string };

/** Somebody who was named, with the address that they have in Piper. */
export async function findInvitee(
  people: People,
  named: PersonRef,
): Promise<Result<Invitee, NoInvitee>> {
  if (named.kind === 'address') return ok({ address: named.address });
  const { userId } = named;
  const person = await people.find(userId);
  if (!person.ok) return err({ kind: person.error, userId });
  const { address } = person.value;
  return address ? ok({ address, userId }) : err({ kind: 'no_address', userId });
}
