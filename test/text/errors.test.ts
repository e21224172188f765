import { errors } from '../../src/text/index.ts';
import { everyFailure } from '../helpers/builders.ts';
import { describeRemedies, describeSentences } from '../helpers/sentences.ts';

const notPosted = (['not_a_member', 'archived', 'restricted', 'not_taken', 'unclear'] as const).map(
  (why) => [`not posted: ${why}`, errors.couldNotPost('<#C1>', why)] as const,
);

describeSentences([
  ...everyFailure.map((failure): [string, string] => [
    `no form: ${JSON.stringify(failure)}`,
    errors.noForm(failure),
  ]),
  ['another workspace', errors.otherWorkspace],
  ...notPosted,
  ['nothing done', errors.nothingDone],
  ['perhaps done', errors.perhapsDone],
  ['form not shown', errors.formNotShown],
  ['too slow', errors.tooSlowPlain],
]);

describeRemedies(
  [
    ...[errors.nothingDone, errors.perhapsDone, errors.tooSlowPlain],
    ...notPosted.map(([, sentence]) => sentence),
  ].map((sentence) => [sentence, sentence] as const),
);
