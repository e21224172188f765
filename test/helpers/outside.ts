import { createJournal } from './journal.ts';
import { standIn } from './nock.ts';
import { acmeRobotics } from './organizations.ts';
import { createPiper, type TestOrganization } from './piper.ts';
import { withLength } from './reply.ts';
import { createSlack } from './slack.ts';

/**
 * Everything outside of the product, until the test ends or another one takes its place: a Slack and a Piper with these organizations,
 * and what they hear.
 */
export function createOutside(...[first = acmeRobotics, ...others]: readonly TestOrganization[]) {
  const journal = createJournal();
  const slack = createSlack(journal);
  const piper = createPiper(journal, [first, ...others]);
  for (const { token } of piper.all) slack.secrets.add(token);
  const answer = withLength(slack.answer);
  standIn({
    'https://slack.com': answer,
    'https://hooks.slack.com': answer,
    'https://files.slack.com': answer,
    'https://api.letpiper.com': withLength(piper.answer),
  });
  return { journal, slack, piper };
}

export type Outside = ReturnType<typeof createOutside>;
