import type { PiperFault } from '../../contract.ts';

/** What each fault does, in words, by what whoever calls knows then. */
export const faultGroups = {
  Refuses: {
    unauthorized: 'Refuses the token (401)',
    forbidden: 'Forbids adding people (403)',
    'not-found': 'Doesn’t find the organization (404)',
    conflict: 'Says that they are members already (409)',
    invalid: 'Refuses the role (422)',
  },
  'Is busy': {
    'rate-limited': 'Asks to wait some seconds (429)',
    'rate-limited-date': 'Asks to wait until a date (429)',
  },
  'Leaves it unclear': {
    'server-error': 'Fails, adds nobody (500)',
    'server-error-after-commit': 'Adds the person, then fails (500)',
    'bad-gateway': 'Answers with an HTML page, adds nobody (502)',
    garbage: 'Answers nonsense, adds nobody',
    'garbage-after-commit': 'Adds the person, answers nonsense',
    empty: 'Answers nothing, adds nobody',
    drop: 'Breaks off, adds nobody',
    'drop-after-commit': 'Adds the person, then breaks off',
  },
  'Is gone': {
    hang: 'Never answers',
    down: 'Refuses every call',
  },
} as const satisfies Record<string, Partial<Record<PiperFault, string>>>;
