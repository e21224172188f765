import { describe, expect, it } from 'vitest';
import type { LinkProblem } from '../../src/domain/link.ts';
import { linkDenial, links } from '../../src/text/index.ts';
import { everyDenialReason, member } from '../helpers/builders.ts';
import { describeRemedies, describeSentences } from '../helpers/sentences.ts';
import { link } from '../helpers/stored.ts';

const command = '/piper-invite';
const organization = 'Acme Robotics';
const grace = { userId: 'UGRACE', address: 'grace@corp.example' };

const toMend: LinkProblem[] = [
  { kind: 'no_person', why: 'unavailable' },
  { kind: 'unread', failure: { kind: 'unavailable', contact: 'not_sent' } },
  { kind: 'no_member' },
  { kind: 'several' },
  { kind: 'not_joined' },
  { kind: 'owner_unknown' },
  { kind: 'above', roleName: 'Admin' },
  { kind: 'not_comparable', roleName: 'Pilot' },
  { kind: 'changed' },
];
const others: LinkProblem[] = [
  { kind: 'self' },
  { kind: 'unmatched', why: 'none' },
  { kind: 'owner' },
  { kind: 'taken', isSame: true, link: link() },
  { kind: 'taken', isSame: false, link: link({ address: 'old@corp.example' }) },
  { kind: 'taken', isSame: false, link: link({ userId: 'UBOB' }) },
  ...(['guest', 'external', 'bot', 'deactivated', 'unknown'] as const).map((why) => ({
    kind: 'no_person' as const,
    why,
  })),
];
const words = (problem: LinkProblem) =>
  links.problem({ name: organization, connectedBy: 'UALICE' }, grace, problem, command);
const named = (problems: readonly LinkProblem[]) =>
  problems.map((problem) => [JSON.stringify(problem), words(problem)] as const);

describeSentences([
  ...named([...toMend, ...others]),
  ...everyDenialReason.flatMap((reason) =>
    (['workspace', 'enterprise'] as const).map(
      (reach) => [`${reason} ${reach}`, linkDenial(reason, ['U1'], reach)] as const,
    ),
  ),
  ['linked', links.linked(organization, grace, { roleName: 'Viewer' })],
  ['notice', links.notice(organization, { ...grace, by: 'UALICE' })],
  ['by link', links.byLink(organization, 'UGRACE', link(), member('grace@corp.example'))],
  ['by address', links.byAddress(organization, 'UGRACE', member('grace@corp.example'))],
  ['stale', links.stale(organization, 'UGRACE', link(), command)],
  ['unreadable', links.unreadable('UGRACE', command)],
  ...(['none', 'several', 'not_joined', 'unconfirmed', 'no_address'] as const).map(
    (why) => [why, links.unmatched(organization, 'UGRACE', why, command)] as const,
  ),
  ['unlinked', links.unlinked(organization, 'UGRACE')],
  ['not linked', links.notLinked(organization, 'UGRACE')],
  ['question', links.question(organization, grace)],
  ['confirm', links.confirmPlain('grace@corp.example')],
  ['asked', links.asked(organization, 'grace@corp.example', 'UALICE')],
  ['asked before', links.askedBefore('UALICE')],
  ['not asked', links.notAsked('UALICE', command)],
  ['nobody to ask', links.nobodyToAsk(command)],
  ['no need', links.noNeed],
]);

describeRemedies(named(toMend));

describe('a link that is refused', () => {
  it('to somebody linked otherwise says to whom, or who else is, and what ends that first', () => {
    const [, toAnother, another] = others
      .filter(({ kind }) => kind === 'taken')
      .map((problem) => words(problem));
    expect(toAnother).toMatch(
      /^<@UGRACE> is linked to \*old@corp\.example\* already, by <@UALICE> /,
    );
    expect(another).toMatch(/^\*grace@corp\.example\* is linked to <@UBOB> already/);
    for (const each of [toAnother, another]) {
      expect(each).toMatch(/Nothing was changed; `\/piper-invite unlink` ends that first\.$/);
    }
  });

  it('never makes markup of what somebody typed', () => {
    const typed = { userId: 'UGRACE', address: '<!here>&@x.example' };
    for (const problem of [...toMend, ...others]) {
      const said = links.problem({ name: '<!channel>', connectedBy: '' }, typed, problem, command);
      expect(said).not.toMatch(/<!(here|channel)/);
    }
  });
});
