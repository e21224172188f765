import { type Decision, mayInvite } from '../domain/policy.ts';
import type { People } from './ports.ts';

/** Decides whether somebody may invite, from what Slack says of them at that moment. */
export function createAuthorizeInviter(deps: { people: People; inviters: ReadonlySet<string> }) {
  const { people, inviters } = deps;
  return {
    ask: async (userId: string): Promise<Decision> => {
      const person = await people.find(userId);
      if (person.ok) return mayInvite(person.value, inviters);
      return { allowed: false, reason: person.error === 'unknown' ? 'external' : 'unidentified' };
    },
    /** The same without asking Slack, where it told a moment ago. */
    remembered: (userId: string): Decision | undefined => {
      const person = people.remembered(userId);
      return person && mayInvite(person, inviters);
    },
  };
}

export type AuthorizeInviter = ReturnType<typeof createAuthorizeInviter>;
