import { rules } from '../../src/text/index.ts';
import { everyFailure } from '../helpers/builders.ts';
import { describeRemedies, describeSentences, type Sentences } from '../helpers/sentences.ts';

const toMend: Sentences = [
  ...(['missing', 'long', 'address', 'taken'] as const).map(
    (problem) => [`name: ${problem}`, rules.nameProblemPlain(problem)] as const,
  ),
  ['nobody chosen', rules.nobodyChosenPlain],
  ['too many roles', rules.tooManyRolesPlain],
  ['unknown roles', rules.unknownRolesPlain],
];

describeSentences([
  ...toMend,
  ['beside the settings', rules.besideSettings],
  ['intro', rules.intro('Acme')],
  ['ceiling', rules.ceiling],
  ['risky', rules.risky(['Admin'])],
  ['full', rules.full],
  ['overtaken', rules.overtaken],
  ['saved', rules.saved],
  ['gone', rules.gone],
  ['remove?', rules.removeTextPlain('Leads')],
  ['name hint', rules.nameHintPlain],
  ['beyond in denying', rules.beyondNeedsDirectPlain],
  ...everyFailure.flatMap((failure): [string, string][] => [
    [`unread: ${JSON.stringify(failure)}`, rules.unread(failure)],
    [`unread, in the form: ${JSON.stringify(failure)}`, rules.rolesUnreadPlain(failure)],
  ]),
]);

describeRemedies(toMend.filter(([name]) => name !== 'name: missing'));
