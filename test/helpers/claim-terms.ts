import type { Invitations } from '../../src/usecases/ports/invitations.ts';

type Terms = Parameters<Invitations['claim']>[1];

/** On which terms a process claims at a time, for so long: four at once, and what was lost goes on at once. */
export const claimTerms = (
  now: number,
  lease: number,
  {
    owner = 'p1',
    limit = 4,
    ahead = 0,
    afterLoss = { lookAt: now, settlesAt: now },
  }: Partial<Terms> = {},
): Terms => ({ owner, now, until: now + lease, limit, ahead, afterLoss });
