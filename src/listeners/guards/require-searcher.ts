import { reachOf } from '../../domain/policy.ts';
import { ok } from '../../domain/result.ts';
import type { Guard } from './guard.ts';
import { type Inviter, requireMember, requireReader } from './require-inviter.ts';

/** Who may search in the past. `seesAll`: those who may change the connection; others see what is open, and their own. */
export type Searcher = Inviter & { seesAll: boolean };

/** A connection, for somebody who may invite through it or change it. Works even while Piper rejects the token. */
export const requireSearcher: Guard<Searcher> = async (...request) => {
  const [{ authorize }, workspace, userId] = request;
  const member = await requireMember(...request);
  if (member.ok) {
    const reach = reachOf(member.value.connection);
    const toConnect = await authorize.toConnect(workspace, userId, reach);
    if (toConnect.allowed) return ok({ ...member.value, seesAll: true });
  }
  const reader = await requireReader(...request);
  return reader.ok ? ok({ ...reader.value, seesAll: false }) : reader;
};
