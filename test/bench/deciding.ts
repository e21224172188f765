import type { Rule } from '../../src/domain/rule.ts';
import { decide, type Facts, policyOf } from '../../src/domain/rules.ts';
import { invite, person, systemRole } from '../helpers/builders.ts';
import { timeOf } from './cpu-time.ts';
import { say } from './say.ts';

const editor = systemRole('Editor');

/** As many as there may be; every one has to be looked at, and only the last ones are about the person. */
const rules = Array.from({ length: 20 }, (_, at): Rule => {
  const isLast = at >= 18;
  return {
    id: `rule-${at}`,
    name: `Rule ${at}`,
    who: {
      kind: 'chosen',
      userIds: Array.from({ length: 20 }, (__, user) => `U${at}X${user}`),
      userGroupIds: isLast ? ['SEVERYBODY'] : [`S${at}`],
    },
    roles: [`role-${at}`, editor.id],
    domains: [...Array.from({ length: 10 }, (__, of) => `d${of}-${at}.example`), 'acme.example'],
    fate: isLast ? 'direct' : 'deny',
  };
});

const facts: Facts = {
  person: person(),
  isInGroup: (id) => id === 'SEVERYBODY',
  inviteAdmins: new Set(),
  own: { kind: 'known', own: systemRole('Admin') },
  used: 0,
  canBeApproved: false,
};

/** Processor time for deciding about the largest batch with the most rules. */
export async function deciding(): Promise<void> {
  const policy = policyOf({ whoMayInvite: { kind: 'admins' }, domains: [], rules });
  const batch = Array.from({ length: 500 }, (_, at) => invite(`p${at}@acme.example`, editor));
  const sent = batch.filter((each) => decide(policy, each, facts).kind === 'direct');
  if (sent.length !== batch.length) throw new Error('not every rule was looked at');
  const taken = await timeOf(() => batch.map((each) => decide(policy, each, facts)), 20);
  const detail = 'to decide about all of them';
  say('20 rules for 500 people', taken, { unit: 'ms', digits: 1, detail });
}
