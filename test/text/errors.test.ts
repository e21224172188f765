import { errors } from '../../src/text/index.ts';
import { everyFailure } from '../helpers/builders.ts';
import { describeRemedies, describeSentences } from '../helpers/sentences.ts';

describeSentences([
  ...everyFailure.map((failure): [string, string] => [
    `no form: ${JSON.stringify(failure)}`,
    errors.noForm(failure),
  ]),
  ['another workspace', errors.otherWorkspace],
  ['cannot post', errors.couldNotPost('<#C1>')],
  ['nothing done', errors.nothingDone],
  ['perhaps done', errors.perhapsDone],
  ['form too late', errors.formTooLate],
  ['too slow', errors.tooSlowPlain],
]);

describeRemedies(
  [errors.nothingDone, errors.perhapsDone, errors.tooSlowPlain].map(
    (sentence) => [sentence, sentence] as const,
  ),
);
