import type { ConnectionWithToken } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { MissingPermission } from '../domain/token-permissions.ts';
import { checkOrganization } from '../installation/preflight.ts';
import type { createPiper } from '../piper/piper.ts';
import type { PiperOrganization } from '../usecases/ports/piper.ts';
import { type Finding, fault, ok } from './finding.ts';

type Piper = Pick<ReturnType<typeof createPiper>, 'tokens'>;

/** The organization that the settings name. */
export async function checkFixed(organization: PiperOrganization): Promise<Finding> {
  const { problem, unanswered } = await checkOrganization(organization);
  if (problem) return fault('Piper', problem);
  const [failure] = unanswered;
  return failure ? noAnswer(failure) : ok('Piper', 'PIPER_TOKEN may read and add members.');
}

/** A connection that was made in Slack. */
export async function checkConnection(
  { tokens }: Piper,
  connection: ConnectionWithToken,
  workspace: string,
): Promise<Finding> {
  const { organization, token } = connection;
  const of = `The platform token of ${workspace} for ${organization.name}`;
  const seen = await tokens.inspect(token);
  if (!seen.ok) {
    return seen.error.kind === 'unauthorized'
      ? fault('Piper', `${of} isn't accepted any more. ${renew}`)
      : noAnswer(seen.error);
  }
  const found = seen.value.find(({ id }) => id === organization.id);
  if (!found) return fault('Piper', `${of} doesn't see that organization any more. ${renew}`);
  return found.missing.length > 0
    ? fault('Piper', `${of} may not ${words(found.missing)} members. ${renew}`)
    : ok('Piper', `${of} may read and add members.`);
}

/** The product uses nothing that it did not write itself. */
export const altered = (workspace: string): Finding =>
  fault(
    'Piper',
    `What is stored of the connection of ${workspace} was changed by somebody else, or is damaged, so it isn't used. Connect again in Slack: /piper-invite connect`,
  );

/** Whether anything answers as Piper does. It is asked with a token that nobody has. */
export async function checkReached({ tokens }: Piper): Promise<Finding> {
  const seen = await tokens.inspect('pat_doctor');
  return seen.ok || seen.error.kind === 'unauthorized' || seen.error.kind === 'forbidden'
    ? ok('Piper', 'It answers. No workspace is connected yet: type /piper-invite connect in Slack.')
    : noAnswer(seen.error);
}

const renew = 'Renew it in Slack: /piper-invite connect';
const words = (missing: readonly MissingPermission[]) => missing.join(' or ');

const noAnswer = (failure: PiperFailure): Finding =>
  failure.kind === 'unexpected' || failure.kind === 'not_found'
    ? fault(
        'Piper',
        "What answers at PIPER_API_URL isn't Piper. Leave it out, or set the address of Piper's API.",
      )
    : fault(
        'Piper',
        `Piper doesn't answer${failure.detail ? ` (${failure.detail})` : ''}. Check the network, the proxy and PIPER_API_URL.`,
      );
