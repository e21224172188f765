import type { Invitee } from '../domain/invitation.ts';
import type { PersonRef } from '../domain/people-list.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { People } from './ports/slack.ts';

/** Why no address was found for somebody who was mentioned. */
export type NoInvitee = { kind: 'unknown' | 'unavailable' | 'no_address'; userId: string };

/** Finds the address of somebody who was named. */
export async function findInvitee(
  people: People,
  ref: PersonRef,
): Promise<Result<Invitee, NoInvitee>> {
  if (ref.kind === 'address') return ok({ address: ref.address });
  const { userId } = ref;
  const person = await people.find(userId);
  if (!person.ok) return err({ kind: person.error, userId });
  const { address } = person.value;
  return address ? ok({ address, userId }) : err({ kind: 'no_address', userId });
}
