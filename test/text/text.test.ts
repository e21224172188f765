import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { Invitee } from '../../src/domain/invitation.ts';
import type { InputProblem } from '../../src/domain/invite-input.ts';
import type { InviteStatus } from '../../src/domain/invite-status.ts';
import { commands } from '../../src/ids.ts';
import {
  confirmation,
  connecting,
  denial,
  errors,
  form,
  help,
  outcome,
  problemMrkdwn,
  problemPlain,
  resultFile,
  whyAndRemedy,
} from '../../src/text/index.ts';
import {
  chosen,
  everyDenialReason,
  everyFailure,
  numberedRoles,
  person,
  viewer,
} from '../helpers/builders.ts';

const invitees = (count: number): Invitee[] =>
  Array.from({ length: count }, (_, at) => ({ address: `person-${at + 1}@example.com` }));
const limit = { characters: 1_000 };
const [one] = invitees(1);
const told = { invitee: one ?? { address: '' }, roleName: 'Editor' };
const manyTold = invitees(6).map((invitee) => ({ invitee, status: { kind: 'pending' } as const }));
const since = Date.parse('2026-11-24T10:32:00Z');
const statuses: InviteStatus[] = [
  { kind: 'pending' },
  { kind: 'pending', since },
  { kind: 'joined' },
  { kind: 'other', word: 'suspended' },
  { kind: 'unstated' },
];
const people = [person({ id: 'U1', name: 'Grace' }), person({ id: 'U2', name: 'Bob' })];

const problems: InputProblem[] = [
  { part: 'people', kind: 'nobody' },
  ...(['bot', 'deactivated', 'no_address'] as const).flatMap((kind): InputProblem[] => [
    { part: 'people', kind, people: people.slice(0, 1) },
    { part: 'people', kind, people },
  ]),
  { part: 'people', kind: 'not_found', userIds: ['U1'] },
  { part: 'people', kind: 'not_found', userIds: ['U1', 'U2', 'U3'] },
  { part: 'people', kind: 'slack_unavailable' },
  { part: 'people', kind: 'too_many', count: 51, limit: 50 },
  { part: 'channels', kind: 'nobody_there' },
  ...(['not_granted', 'unavailable', 'not_found'] as const).flatMap((why): InputProblem[] => [
    { part: 'channels', kind: 'source', id: 'C1', why },
    { part: 'userGroups', kind: 'source', id: 'S1', why },
    { part: 'file', kind: 'file', why },
  ]),
  ...(['too_large', 'not_csv', 'empty'] as const).map(
    (why): InputProblem => ({ part: 'file', kind: 'file', why }),
  ),
  { part: 'file', kind: 'file', why: 'no_column', columns: ['name', 'team'] },
  { part: 'file', kind: 'file', why: 'no_column', columns: [] },
  { part: 'file', kind: 'not_understood', lines: [{ number: 7, text: 'ada@' }] },
  {
    part: 'file',
    kind: 'not_understood',
    lines: [7, 9].map((number) => ({ number, text: 'ada@' })),
  },
  { part: 'file', kind: 'line_roles', names: ['Boss'], count: 3 },
  { part: 'file', kind: 'several_roles', addresses: ['person-1@example.com'] },
  { part: 'file', kind: 'unreadable', failure: { kind: 'unauthorized' } },
  { part: 'addresses', kind: 'not_an_address', words: ['ada@'] },
  { part: 'addresses', kind: 'not_an_address', words: ['ada@', 'grace@'] },
  ...(['people', 'addresses'] as const).map(
    (part): InputProblem => ({
      part,
      kind: 'domain',
      addresses: Array.from({ length: 7 }, (_, at) => `person-${at}@other.example`),
      domains: ['acme.example', 'acme.test'],
    }),
  ),
  { part: 'role', kind: 'not_offered', name: 'Editor' },
  { part: 'role', kind: 'gone', name: 'Editor' },
  { part: 'role', kind: 'unknown', typed: 'Boss', roles: numberedRoles(3) },
  { part: 'role', kind: 'unknown', typed: 'Boss', roles: numberedRoles(30) },
  { part: 'role', kind: 'unknown', typed: 'Boss', roles: [] },
  { part: 'role', kind: 'ambiguous', typed: 'EDITOR', roles: numberedRoles(2) },
  { part: 'role', kind: 'unreadable', failure: { kind: 'unavailable', contact: 'not_sent' } },
];

/** Every sentence that there is, by what it is for. */
const sentences: [name: string, sentence: string][] = [
  ...everyFailure.flatMap((failure): [string, string][] => {
    const name = JSON.stringify(failure);
    return [
      [`the reason ${name}`, whyAndRemedy(failure)],
      [`no form: ${name}`, errors.noForm(failure)],
      [`one failed: ${name}`, outcome.failed('Acme', invitees(1), failure, limit)],
      [`two failed: ${name}`, outcome.failed('Acme', invitees(2), failure, limit)],
      [`one unknown: ${name}`, outcome.unknown('Acme', invitees(1), failure, limit)],
      [`two unknown: ${name}`, outcome.unknown('Acme', invitees(2), failure, limit)],
    ];
  }),
  ...everyDenialReason.flatMap((reason): [string, string][] => [
    [`refused: ${reason}`, denial(reason, { kind: 'admins' })],
    [`refused where one was chosen: ${reason}`, denial(reason, chosen('U1'))],
    [`refused where two were chosen: ${reason}`, denial(reason, chosen('U1', 'U2'))],
  ]),
  ...problems.flatMap((problem): [string, string][] => [
    [`${problem.kind}, plain`, problemPlain(problem)],
    [`${problem.kind}, in a message`, problemMrkdwn(problem)],
  ]),
  ...statuses.flatMap((status): [string, string][] => [
    [`already there, ${status.kind}`, outcome.already('Acme', { ...told, status })],
    ['invited', confirmation.one('U1', 'Acme', { ...told, status })],
    ['several', confirmation.several('U1', 'Acme', [{ ...told, status }])],
  ]),
  ...[1, 2, 9].flatMap((count): [string, string][] => [
    [`${count} slow`, outcome.delayed.slow(count)],
    [`${count} down`, outcome.delayed.down(count)],
    [`${count} busy`, outcome.delayed.busy(count)],
    [`${count} unclear`, outcome.delayed.unclear(invitees(count))],
  ]),
  [
    'no role named',
    confirmation.one('U1', 'Acme', { ...told, roleName: undefined, status: { kind: 'unstated' } }),
  ],
  ['cannot post', confirmation.couldNotPost('<#C1>')],
  ['another workspace', errors.otherWorkspace],
  ['nothing done', errors.nothingDone],
  ['perhaps done', errors.perhapsDone],
  ['form too late', errors.formTooLate],
  ['too slow', errors.tooSlowPlain],
  ['help', help.intro],
  ['not understood', help.notUnderstood(['x'])],
  ['more people already there', outcome.alreadyThere('Acme', manyTold, limit).split('\n')[0] ?? ''],
  ['other reasons', outcome.others(2, false)],
  ['other reasons, in a file', outcome.others(2, true)],
  ['a file below', resultFile.below('Acme', 60)],
  ['no file granted', resultFile.notGranted(60, '/piper-invite')],
  ['no file sent', resultFile.notSent],
  ['who may', help.who({ kind: 'admins' })],
  ['who may, one chosen', help.who(chosen('U1'))],
  ['more help', help.more],
  ['no roles', form.noRoles('Acme')],
  ['people hint', form.peopleHintPlain],
  ['addresses hint', form.addressesHintPlain],
  ['channel hint', form.channelHintPlain],
  ['note hint', form.noteHintPlain],
  ['not connected, in help', help.notConnected('/piper-invite')],
  ...connectingSentences(),
];

function connectingSentences(): [string, string][] {
  const command = '/piper-invite';
  const lacking = [
    { name: 'Acme', missing: ['read', 'add'] as const },
    { name: 'Beta', missing: ['add'] as const },
  ];
  return [
    ['connect', connecting.intro(false)],
    ['renew', connecting.intro(true)],
    ['token hint', connecting.tokenHintPlain],
    ['no token', connecting.notATokenPlain],
    ['sees nothing', connecting.seesNothingPlain],
    ['sees nothing usable', connecting.seesNothingUsablePlain(lacking)],
    ...everyFailure.map((failure): [string, string] => [
      `token: ${JSON.stringify(failure)}`,
      connecting.tokenFailurePlain(failure),
    ]),
    ['too late', connecting.tooLate(command)],
    ['unusable', connecting.unusable(lacking)],
    ['more organizations', connecting.moreOrganizations(2)],
    ['settings', connecting.settingsIntro('Acme')],
    ['enterprise-wide', connecting.enterpriseWide],
    ['no groups', connecting.noGroups],
    ['roles hint', connecting.rolesHintPlain],
    ['settings channel hint', connecting.channelHintPlain],
    ['domains hint', connecting.domainsHintPlain],
    ['nobody chosen', connecting.nobodyChosenPlain],
    ['no domain', connecting.notADomainPlain(['x'])],
    ['no domains', connecting.notADomainPlain(['x', 'y'])],
    ['role not offered', connecting.notOfferedPlain],
    ['no channel', connecting.noChannelPlain],
    ['start again', connecting.startAgain(`${command} connect`)],
    ['connected', connecting.connected('Acme', command)],
    ['connected, who', connecting.connectedWho({ kind: 'members' }, command)],
    ['announced', connecting.announcement('U1', 'Acme', { kind: 'admins' }, command)],
    ['changed', connecting.settingsChanged('Acme', chosen('U1'))],
    ['disconnect?', connecting.disconnectQuestion('Acme')],
    ['disconnected', connecting.disconnected('Acme', command)],
    ['not connected', connecting.notConnected],
    ['you can connect', connecting.youCanConnect],
    ['who can connect', connecting.whoCanConnect(['U1'])],
    ['token refused', connecting.refused('Acme')],
    ['you can renew', connecting.youCanRenew],
    ['who can renew', connecting.whoCanRenew('U1', 'workspace')],
    ['who can renew in an organization', connecting.whoCanRenew('U1', 'enterprise')],
    ['token unreadable', connecting.unreadable],
    ['expiring in a week', connecting.expiring('Acme', since, 7)],
    ['expiring in a day', connecting.expiring('Acme', since, 1)],
    ['fixed', connecting.fixed],
    ['nothing to change', connecting.nothingToChange],
    ...everyDenialReason.flatMap((reason): [string, string][] => [
      [`may not connect: ${reason}`, connecting.denial(reason, [], 'workspace')],
      [`may not connect an organization: ${reason}`, connecting.denial(reason, [], 'enterprise')],
    ]),
    ...everyFailure.map((failure): [string, string] => [
      `status, roles unread: ${JSON.stringify(failure)}`,
      connecting.statusRolesUnread(failure),
    ]),
    ['status', connecting.status('Acme')],
    ['status, fixed', connecting.statusFixed],
    ['status, who', connecting.statusWho({ kind: 'members' })],
    ['status, no role', connecting.statusRoles([], undefined)],
    ['status, roles', connecting.statusRoles([{ id: 'r', name: 'Editor' }], undefined)],
    ['status, domains', connecting.statusDomains(['acme.example', 'beta.example'])],
    ['status, channel', connecting.statusChannel('C1')],
  ];
}

const withoutLinks = (sentence: string) =>
  sentence.replaceAll(/<(https|!date|!subteam)[^>]*>/g, 'x');

describe('every sentence', () => {
  it.each(sentences)('%s: is one, from its capital letter to its full stop', (_, sentence) => {
    expect(sentence).toMatch(/^[A-Z"<@*]|^\d+ people |^person-|^piper-invite/);
    expect(sentence).toMatch(/[.]$/);
    expect(sentence).not.toMatch(/\s[.,;]|\.\.|\s\s|\(\)|""|,\s*\./);
  });

  it.each(sentences)('%s: says nothing that only programmers say', (_, sentence) => {
    const words = withoutLinks(sentence);
    expect(words).not.toMatch(/undefined|null|NaN|\[object|\bHTTP\b|\bAPI\b|scope|Infinity/);
    expect(words).not.toMatch(/\b[45]\d\d\b|ECONN|timeout|payload|request_/i);
  });

  it.each(sentences)('%s: is calm', (_, sentence) => {
    expect(withoutLinks(sentence)).not.toMatch(/!|Oops|Sorry|Successfully|Please/i);
  });
});

/** What somebody can do who reads it. */
const remedy =
  /\b(Send it again|Try again|Ask |Choose |Open the form again|Close the form|Check the spelling|Type it exactly|type (it|them)|can put a new one|can use one|can look in Piper|can install it|can send|send it again|give your admin|will tell you here|Add me to|type \/piper-invite again|sent)/;

describe('a sentence about something that went wrong', () => {
  const selfEvident =
    /bot|deactivated|not_found|not_an_address|not_understood|line_roles|several_roles/;
  it.each([
    ...everyFailure.map((failure) => [JSON.stringify(failure), whyAndRemedy(failure)] as const),
    ...everyDenialReason
      .filter((reason) => reason !== 'bot' && reason !== 'deactivated')
      .map((reason) => [reason, denial(reason, { kind: 'admins' })] as const),
    ...problems
      .filter(({ kind }) => !selfEvident.test(kind))
      .map((problem) => [problem.kind, problemPlain(problem)] as const),
    ...everyFailure.map(
      (failure) =>
        [
          `unknown: ${JSON.stringify(failure)}`,
          outcome.unknown('Acme', invitees(1), failure, limit),
        ] as const,
    ),
    ...[
      errors.nothingDone,
      errors.perhapsDone,
      errors.tooSlowPlain,
      outcome.delayed.slow(2),
      outcome.delayed.down(2),
      outcome.delayed.busy(2),
      outcome.delayed.unclear(invitees(2)),
    ].map((sentence) => [sentence, sentence] as const),
  ])('says what to do next: %s', (_, sentence) => {
    expect(sentence).toMatch(remedy);
  });

  it.each(everyFailure.map((failure) => [JSON.stringify(failure), failure] as const))(
    'says first what did not happen: %s',
    (_, failure) => {
      expect(outcome.failed('Acme', invitees(1), failure, limit)).toMatch(
        /^\*person-1@example\.com\* wasn't invited to \*Acme\*\. /,
      );
      expect(outcome.failed('Acme', invitees(3), failure, limit)).toMatch(
        /^\*person-1@example\.com\*, \*person-2@example\.com\* and \*person-3@example\.com\* weren't invited to \*Acme\*\. /,
      );
    },
  );
});

describe('what Piper told', () => {
  const markup = 'see <!channel> & <https://evil.example|this>';
  const safe = 'see &lt;!channel&gt; &amp; &lt;https://evil.example|this&gt;';

  it.each(everyFailure.map((failure) => [JSON.stringify(failure), failure] as const))(
    'is never markup: %s',
    (_, failure) => {
      const sentence = whyAndRemedy({ ...failure, detail: markup } as PiperFailure);
      expect(sentence).not.toContain('<');
      if (sentence.includes('see')) expect(sentence).toContain(safe);
    },
  );

  it.each<PiperFailure>([
    { kind: 'invalid', fields: ['email'], detail: 'email: no such domain' },
    { kind: 'forbidden', detail: 'Seats are used up' },
    { kind: 'conflict', detail: 'User exists' },
  ])('is passed on where it is about what was asked for: $kind', (failure) => {
    expect(whyAndRemedy(failure)).toContain(`Piper's words: "${failure.detail}"`);
  });

  it.each<PiperFailure>([
    { kind: 'unauthorized', detail: 'Invalid token' },
    { kind: 'unavailable', contact: 'not_sent', detail: 'ECONNREFUSED: connect 10.0.0.1' },
    { kind: 'unexpected', status: 418, contact: 'not_sent', detail: 'GET /v1 answered 418' },
    { kind: 'rate_limited', detail: 'limit 10/s' },
  ])('is kept for the log where it is for the operator: $kind', (failure) => {
    expect(whyAndRemedy(failure)).not.toContain(failure.detail);
  });

  it.each([
    [undefined, 'in a few minutes'],
    [0, 'in a minute'],
    [59_000, 'in a minute'],
    [60_001, 'in 2 minutes'],
    [600_000, 'in 10 minutes'],
  ])('about waiting %d ms is told as "%s"', (retryAfter, words) => {
    const failure: PiperFailure = {
      kind: 'rate_limited',
      ...(retryAfter === undefined ? {} : { retryAfter }),
    };
    expect(whyAndRemedy(failure)).toContain(words);
  });

  it.each([
    [{ kind: 'pending' }, 'Pending'],
    [{ kind: 'pending', since }, 'Pending since <!date^1795516320^'],
    [{ kind: 'joined' }, 'Joined'],
    [{ kind: 'other', word: '<b>odd</b>' }, 'Status "&lt;b&gt;odd&lt;/b&gt;"'],
    [{ kind: 'unstated' }, 'Piper gave no invite status'],
  ] as const)('about the invite, %o, reads "%s"', (status, words) => {
    expect(confirmation.status({ ...told, status })).toMatch(words);
    expect(confirmation.status({ ...told, status }).startsWith(words)).toBe(true);
  });

  it('about a role stands in bold, and about none is said so', () => {
    const status = { kind: 'joined' } as const;
    expect(confirmation.one('U1', 'R&D <x>', { ...told, roleName: '*Boss*', status })).toBe(
      '<@U1> invited *person-1@example.com* to *R&amp;D &lt;x&gt;* as *∗Boss∗*.',
    );
    expect(confirmation.one('U1', 'Acme', { ...told, roleName: undefined, status })).toBe(
      '<@U1> invited *person-1@example.com* to *Acme* as a role that Piper did not name.',
    );
    expect(confirmation.lineAlready({ ...told, roleName: '<R&D>', status })).toBe(
      '• person-1@example.com: already a member (&lt;R&amp;D&gt;)',
    );
  });
});

describe('what somebody typed', () => {
  const typed = '<!here> & "x"';

  it('is never markup in a message, and is left as it is in plain text', () => {
    const problem: InputProblem = { part: 'addresses', kind: 'not_an_address', words: [typed] };
    expect(problemMrkdwn(problem)).toBe(`"&lt;!here&gt; &amp; "x"" isn't an e-mail address.`);
    expect(problemPlain(problem)).toBe(`"<!here> & "x"" isn't an e-mail address.`);
    expect(help.notUnderstood([typed])).not.toContain('<');
    for (const kind of ['unknown', 'ambiguous'] as const) {
      const about: InputProblem = {
        part: 'role',
        kind,
        typed,
        roles: [{ ...viewer, name: typed }],
      };
      expect(problemMrkdwn(about)).not.toContain('<');
    }
    expect(problemMrkdwn({ part: 'role', kind: 'gone', name: typed })).not.toContain('<');
  });

  it('is told with its first words only where there are many', () => {
    const words = Array.from({ length: 40 }, (_, at) => `word-${at + 1}`);
    expect(help.notUnderstood(words)).toBe(
      `I didn't understand "word-1", "word-2", "word-3", "word-4", "word-5" and 35 more. Nobody was invited.`,
    );
    expect(problemPlain({ part: 'addresses', kind: 'not_an_address', words })).toBe(
      `"word-1", "word-2", "word-3", "word-4", "word-5" and 35 more aren't e-mail addresses.`,
    );
  });

  it.each([
    ['a word', help.notUnderstood(['x'.repeat(5_000)])],
    [
      'an address',
      problemPlain({ part: 'addresses', kind: 'not_an_address', words: ['x'.repeat(5_000)] }),
    ],
    [
      'a role',
      problemPlain({ part: 'role', kind: 'unknown', typed: 'x'.repeat(5_000), roles: [viewer] }),
    ],
  ])('is told with its beginning only where it is long: %s', (_, sentence) => {
    expect(sentence.length).toBeLessThan(200);
    expect(sentence).toContain('xxxxxxxxxx');
  });

  it('names people as mentions in a message, by their names in plain text', () => {
    const problem: InputProblem = { part: 'people', kind: 'no_address', people };
    expect(problemMrkdwn(problem)).toMatch(/^<@U1> and <@U2> have no e-mail address in Slack/);
    expect(problemPlain(problem)).toMatch(/^@Grace and @Bob have no e-mail address in Slack/);
  });
});

describe('a long list', () => {
  it('of roles ends after twenty', () => {
    const sentence = problemPlain({
      part: 'role',
      kind: 'unknown',
      typed: 'Boss',
      roles: numberedRoles(500),
    });
    expect(sentence).toContain('Role 20 or 480 more that the form shows.');
    expect(sentence).not.toContain('Role 21');
  });

  it('of people stands below the sentence, one a line', () => {
    const failure: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
    const lines = outcome.failed('Acme', invitees(6), failure, limit).split('\n');
    expect(lines[0]).toMatch(/^6 people weren't invited to \*Acme\*\. .*\.$/);
    expect(lines.slice(1)).toEqual(invitees(6).map(({ address }) => `• ${address}`));
    const unknown = outcome.unknown('Acme', invitees(6), failure, limit).split('\n');
    expect(unknown[0]).toContain('6 people below');
    expect(unknown).toHaveLength(7);
  });
});

describe('who may invite', () => {
  it.each([
    [[], 'Only workspace admins and owners can invite to Piper from this workspace.'],
    [['U1'], 'Only workspace admins, owners and <@U1> can invite to Piper from this workspace.'],
    [
      ['U1', 'U2'],
      'Only workspace admins, owners, <@U1> and <@U2> can invite to Piper from this workspace.',
    ],
  ])('besides admins: %j', (inviters, sentence) => {
    expect(
      denial('not_chosen', inviters.length === 0 ? { kind: 'admins' } : chosen(...inviters)),
    ).toBe(`${sentence} Ask one of them.`);
  });
});

describe('help', () => {
  it('shows each way with the command, one a line', () => {
    const lines = help.usage(commands.invite).split('\n');
    expect(lines).toHaveLength(8);
    for (const line of lines) expect(line).toMatch(/^• `\/piper-invite.*` .+\.$/);
  });
});
