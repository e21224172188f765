import type { PiperFault } from '../../contract.ts';

/** What each fault does, in words. */
export const faultWords: Record<PiperFault, string> = {
  none: 'Works',
  unauthorized: 'Refuses the token (401)',
  forbidden: 'Forbids adding people (403)',
  'not-found': 'Doesn’t find the organization (404)',
  conflict: 'Says that they are members already (409)',
  invalid: 'Refuses the role (422)',
  'rate-limited': 'Asks to wait some seconds (429)',
  'rate-limited-date': 'Asks to wait until a date (429)',
  'server-error': 'Fails before adding anybody (500)',
  'server-error-after-commit': 'Adds the person, then fails (500)',
  'bad-gateway': 'Answers with an HTML page (502)',
  garbage: 'Answers nonsense, adds nobody',
  'garbage-after-commit': 'Adds the person, answers nonsense',
  empty: 'Answers nothing, adds nobody',
  drop: 'Breaks off, adds nobody',
  'drop-after-commit': 'Adds the person, then breaks off',
  hang: 'Never answers',
  down: 'Is down: refuses every call',
};
