import { likelyRoles, matchRole } from '../../domain/roles.ts';
import { slack } from '../../limits.ts';
import { givenBy } from '../../usecases/authority.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { didYouMeanMessage, suggestedRoles } from '../../views/did-you-mean.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import { form } from './form.ts';
import type { CommandRequest, Subcommand } from './piper-invite.ts';

/** `/piper-invite WHO ROLE`, without an "as": asks whether the last words are meant as a role, or opens the form. */
export const maybeRole =
  (guard: Guard<Inviter>): Subcommand<'maybe_role'> =>
  async (request, { people, role: typed }) => {
    const likely = await withTimeout(likelyFor(request, guard, typed), slack.lookupBeforeOpening);
    const message =
      likely && likely.roles.length > 0 && didYouMeanMessage({ people, typed, ...likely });
    if (message) return request.ack(message);
    return form(guard)(request, { kind: 'form', people, leftovers: [typed] });
  };

/** The roles that somebody may mean. None if they may not invite: the form says why. */
async function likelyFor(
  { deps, workspace, command }: CommandRequest,
  guard: Guard<Inviter>,
  typed: string,
) {
  const found = await guard(deps, workspace, command.userId);
  if (!found.ok) return { isExact: false, roles: [] };
  const { piper, authority } = found.value;
  const [roles, may] = await Promise.all([piper.roles(), authority('recent')]);
  if (!roles.ok) return { isExact: false, roles: [] };
  const offered = givenBy(may, roles.value);
  const match = matchRole(offered, typed);
  return match.kind === 'one'
    ? { isExact: true, roles: [match.role] }
    : { isExact: false, roles: likelyRoles(offered, typed).slice(0, suggestedRoles) };
}
