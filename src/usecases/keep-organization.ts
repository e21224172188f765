import type { Connection } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { KnownOrganization } from '../domain/organization.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Connections } from './ports/connections.ts';
import type { PiperOrganization } from './ports/piper.ts';

/**
 * Keeps what Piper tells of a connection's organization with the connection, so that a process that starts while Piper doesn't
 * answer can show its name and its roles. Who may do what is never decided by that: `rights` and the members come from Piper.
 */
export const createKeepOrganization =
  (deps: {
    connections: Pick<Connections, 'known' | 'keepKnown'>;
    /** Called when it can't be stored or read, since that error must not replace Piper's answer. */
    onFailed: (error: unknown) => void;
    /** Is given what is still being stored. */
    follow: (work: Promise<void>) => unknown;
  }) =>
  ({ id }: Pick<Connection, 'id'>, piper: PiperOrganization): PiperOrganization => {
    const { connections, onFailed, follow } = deps;
    let told: Partial<KnownOrganization> = {};
    let stored = '';

    function keep(part: Partial<KnownOrganization>): void {
      told = { ...told, ...part };
      const { details, roles } = told;
      const text = JSON.stringify({ details, roles });
      if (!details || !roles || text === stored) return;
      stored = text;
      follow(connections.keepKnown(id, { details, roles }).catch(onFailed));
    }

    async function orKept<Part extends keyof KnownOrganization>(
      part: Part,
      answer: Result<KnownOrganization[Part], PiperFailure>,
    ): Promise<Result<KnownOrganization[Part], PiperFailure>> {
      if (answer.ok) keep({ [part]: answer.value });
      if (answer.ok || answer.error.kind !== 'unavailable') return answer;
      try {
        const known = await connections.known(id);
        return known ? ok(known[part]) : answer;
      } catch (error) {
        onFailed(error);
        return answer;
      }
    }

    return {
      ...piper,
      details: async () => orKept('details', await piper.details()),
      roles: async () => orKept('roles', await piper.roles()),
      rights: async () => {
        const rights = await piper.rights();
        if (rights.ok) keep(rights.value);
        return rights;
      },
    };
  };
