import { describe, expect, it } from 'vitest';
import type { BatchReport } from '../../src/domain/invitation.ts';
import type { InviteCheck } from '../../src/domain/invite-check.ts';
import { type InputProblem, notGivenProblem } from '../../src/domain/invite-input.ts';
import type { Reason } from '../../src/domain/reasons.ts';
import type { InviteRequest } from '../../src/domain/request.ts';
import { ok } from '../../src/domain/result.ts';
import type { Rule } from '../../src/domain/rule.ts';
import {
  askedMessage,
  notAskedMessage,
  requestEndedMessage,
} from '../../src/views/asker-messages.ts';
import { askingModal } from '../../src/views/asking-modal.ts';
import { batchDelayed } from '../../src/views/batch-delayed.ts';
import { batchConfirmation, batchProblems } from '../../src/views/batch-messages.ts';
import { batchRetried } from '../../src/views/batch-retried.ts';
import { checkMessage, checkProblemMessage } from '../../src/views/check.ts';
import { organizationModal, tokenProblemModal } from '../../src/views/connect-modal.ts';
import {
  connectedAnnouncement,
  connectedMessage,
  disconnectedMessage,
  settingsChangedMessage,
  tokenExpiringMessage,
} from '../../src/views/connection-messages.ts';
import { denyModal } from '../../src/views/deny-modal.ts';
import { didYouMeanMessage, notInvitedMessage } from '../../src/views/did-you-mean.ts';
import { disconnectModal } from '../../src/views/disconnect-modal.ts';
import { helpMessage, incompleteMessage, notUnderstoodMessage } from '../../src/views/help.ts';
import { historyAbove, historyAnswer, historyEnded } from '../../src/views/history-file.ts';
import { historyModal, historyResultsModal } from '../../src/views/history-modal.ts';
import { inviteModal } from '../../src/views/invite-modal.ts';
import {
  linkAskedMessage,
  linkedMessage,
  linkedNotice,
  linkProblemMessage,
  shownLinkMessage,
  unlinkedMessage,
} from '../../src/views/link-messages.ts';
import {
  openInvitesMessage,
  pendingReminder,
  personStatusMessage,
} from '../../src/views/lookup.ts';
import { previewModal } from '../../src/views/preview-modal.ts';
import { previewPageModal } from '../../src/views/preview-page.ts';
import { renewalWantedMessage, tokenRejectedMessage } from '../../src/views/renewal-messages.ts';
import { notDecidedMessage } from '../../src/views/request-answers.ts';
import {
  requestMessage,
  requestReminder,
  requestsMessage,
} from '../../src/views/request-messages.ts';
import { roleChangedMessage, roleProblemMessage } from '../../src/views/role-messages.ts';
import { roleModal } from '../../src/views/role-modal.ts';
import { ruleModal } from '../../src/views/rule-modal.ts';
import { rulesModal } from '../../src/views/rules-modal.ts';
import { settingsModal } from '../../src/views/settings-modal.ts';
import { statusMessage } from '../../src/views/status.ts';
import { hostileNames } from '../helpers/any-report.ts';
import {
  alreadyMember,
  connection,
  failed,
  invited,
  member,
  waiting,
} from '../helpers/builders.ts';
import { expectOnlyMarkup } from '../helpers/markup.ts';
import { link } from '../helpers/stored.ts';
import { messageErrors, viewErrors } from '../sandbox/slack/block-kit.ts';

const mentions = ['<@UALICE>', '<@UBOB>', '<@UGRACE>', '<#C1>', '<!subteam^S1>'];
const address = 'ada@example.com';

/** Everything that the product shows, where whatever comes from outside is called `name`. */
function everySurface(name: string) {
  const organization = { id: 'org-1', name };
  const role = { id: 'role-1', name, description: name };
  const about = { roleName: name, status: { kind: 'other' as const, word: name } };
  const invitee = { address, userId: 'UGRACE', name };
  const failure = { kind: 'conflict' as const, detail: name };
  const connected = connection({ organization, tokenPreview: name });
  const inviters = { kind: 'chosen' as const, userIds: ['UBOB'], userGroupIds: ['S1'] };
  const report: BatchReport = {
    batch: {
      id: 'batch-1',
      inviterId: 'UALICE',
      organization,
      note: name,
      reference: 'ref',
      at: 1,
    },
    entries: [
      {
        invitee,
        role,
        state: invited(address, about),
        roleChange: { roleName: name, by: 'UBOB', at: 2 },
      },
      { invitee, role, state: alreadyMember(address, about) },
      { invitee, role, state: failed(failure) },
      { invitee, role, state: { kind: 'cancelled', by: 'UBOB' } },
    ],
    lastEndedAt: 2,
  };
  const onlyOne: BatchReport = { ...report, entries: report.entries.slice(0, 1) };
  const onlyMembers: BatchReport = { ...report, entries: report.entries.slice(1, 3) };
  const delayed: BatchReport = {
    ...report,
    entries: [{ invitee, role, state: waiting(failure, true) }],
  };
  const found = {
    workspace: { teamId: 'T1' },
    inviterId: 'UALICE',
    invitee,
    role,
    state: failed(failure),
    roleChange: { roleName: name, by: 'UBOB', at: 2 },
    attempts: 1,
    at: 1,
    nextAttemptAt: 2,
  };
  const reasons: Reason[] = [
    { kind: 'above', own: name },
    { kind: 'not_comparable' },
    { kind: 'unmatched', why: 'none' },
    { kind: 'unmatched', why: 'several' },
    { kind: 'no_rule' },
  ];
  const line = { number: 2, text: name, why: 'no_address' as const };
  const problems: InputProblem[] = [
    { part: 'addresses', kind: 'not_an_address', words: [name] },
    { part: 'people', kind: 'domain', addresses: [address], domains: ['example.com'] },
    { part: 'file', kind: 'not_understood', lines: [line, { ...line, why: 'misplaced' }] },
    {
      part: 'file',
      kind: 'left_out',
      leftOut: (['deactivated', 'other_column', 'other_sheet'] as const).map((why) => ({
        line: 3,
        who: name,
        why,
        says: name,
      })),
    },
    { part: 'file', kind: 'line_roles', names: [name], count: 2 },
    { part: 'file', kind: 'file', why: 'no_column', columns: [name] },
    { part: 'channels', kind: 'source', id: 'C1', why: 'not_found' },
    { part: 'role', kind: 'not_offered', name },
    { part: 'role', kind: 'gone', name },
    { part: 'role', kind: 'unknown', typed: name, roles: [role] },
    { part: 'role', kind: 'ambiguous', typed: name, roles: [role, role] },
    { part: 'role', kind: 'unreadable', failure },
    ...reasons.map((reason) =>
      notGivenProblem(role, { organization, connectedBy: 'UALICE' }, [reason]),
    ),
  ];
  const checkedRule: Rule = {
    id: 'rule-1',
    name,
    who: { kind: 'members' },
    roles: [role.id],
    domains: 'all',
    fate: 'direct',
    beyondOwnRole: true,
  };
  const checkedBy = {
    by: 'UGRACE',
    isReader: false,
    connection: { ...connected, settings: { ...connected.settings, rules: [checkedRule] } },
    namesRules: true,
    holdsToken: false,
  };
  const checked: InviteCheck = {
    people: [
      {
        person: { kind: 'address', address },
        membership: { invitee, found: ok(member(address, about)) },
        byRole: [
          { role, verdict: { kind: 'direct', reasons: [{ kind: 'rule', id: checkedRule.id }] } },
          { role, verdict: { kind: 'deny', reasons } },
        ],
      },
    ],
    own: { kind: 'known', own: role },
    holdsToken: false,
  };
  const grace = { userId: 'UGRACE', address };
  const people = [{ kind: 'address' as const, address }];
  const fresh = [{ invitee, role }];
  const why = { reasons: [{ kind: 'above' as const, own: name }], organization: name };
  const approvers = { channel: 'C1', userIds: ['UBOB'], userGroupIds: ['S1'], quietUserIds: [] };
  const asking = { approvers, expireAfterDays: 7, selfApproval: false, twoApprovals: [] };
  const request: InviteRequest = {
    id: 'request-1',
    workspace: { teamId: 'T1' },
    organization,
    requesterId: 'UBOB',
    reason: name,
    invites: [...fresh, ...fresh],
    channel: 'C1',
    note: name,
    surface: 'form',
    at: 1,
    expiresAt: 2,
    state: { kind: 'open' },
    revision: 1,
    approvals: [{ by: 'UALICE', at: 2 }],
    lapsed: [],
    leftOut: [],
    changedBy: 'UALICE',
    posted: [],
  };
  const denied: InviteRequest = {
    ...request,
    state: { kind: 'denied', by: 'UALICE', at: 3, words: name },
  };
  const approved: InviteRequest = { ...request, state: { kind: 'approved', at: 3 } };
  const page = [{ role, invitees: [invitee], count: 1, isContinued: false }];
  const rule: Rule = {
    id: 'rule-1',
    name,
    who: { kind: 'members' },
    roles: [role.id],
    domains: 'all',
    fate: 'direct',
    beyondOwnRole: true,
  };
  const messages = {
    confirmation: batchConfirmation(report),
    'confirmation of one': batchConfirmation(onlyOne),
    problems: batchProblems(report),
    members: batchProblems(onlyMembers),
    'problems with a file': batchProblems(report, 'sent'),
    retried: batchRetried(report, 1),
    delayed: batchDelayed(delayed),
    status: statusMessage({
      connection: connected,
      organization,
      isFixed: false,
      inviters,
      roles: ok([role]),
      toInvite: { allowed: true },
      mayConnect: true,
      own: { kind: 'known', own: role },
      given: [role],
      isConnector: false,
    }),
    'status of somebody': personStatusMessage({
      reader: { teamId: 'T1' },
      organization,
      invitee,
      member: ok(member(address, about)),
      invitations: [found],
    }),
    list: openInvitesMessage({
      reader: { teamId: 'T1' },
      organization,
      invites: [{ invitee, roleName: name, state: 'pending', since: 1, from: found }],
      offset: 0,
      waiting: 0,
      pending: 20,
    }),
    reminder: pendingReminder(organization, [invitee, invitee], 3),
    notUnderstood: notUnderstoodMessage([name]),
    incomplete: incompleteMessage('role', [name]),
    help: helpMessage({
      kind: 'connected',
      organization: name,
      inviters,
      abilities: {
        toInvite: 'at_once',
        changesRoles: true,
        connects: true,
        isFixed: false,
        isAskable: true,
      },
    }),
    'did you mean': didYouMeanMessage({ people, typed: name, isExact: false, roles: [role] }),
    'did you mean exactly': didYouMeanMessage({
      people,
      typed: name,
      isExact: true,
      roles: [role],
    }),
    'not invited': notInvitedMessage({ people }, problems),
    'role changed': roleChangedMessage(organization, invitee, { from: name, to: name }),
    'role above': roleProblemMessage(
      connected,
      invitee,
      { kind: 'above', role, own: name },
      undefined,
    ),
    "owner's role": roleProblemMessage(connected, invitee, { kind: 'owner' }, undefined),
    'role not changed': roleProblemMessage(
      connected,
      invitee,
      { kind: 'failed', failure },
      undefined,
    ),
    'role protected': roleProblemMessage(
      connected,
      invitee,
      { kind: 'protected', roleName: name },
      undefined,
    ),
    checkedRole: checkMessage(
      {
        ...checked,
        people: [1, 2].map(() => ({
          person: { kind: 'address', address },
          byRole: [{ role, verdict: { kind: 'refused', problems } }],
        })),
      },
      checkedBy,
      { leftovers: [name], mayBeAboutOthers: true },
    ),
    checked: checkMessage(checked, checkedBy, { leftovers: [], mayBeAboutOthers: false }),
    checkedInVain: checkProblemMessage(
      { part: 'role', kind: 'unknown', typed: name, roles: [role] },
      { by: 'UGRACE', people },
      'ref',
    ),
    linked: linkedMessage(organization, grace, { roleName: name }),
    'linked, for whom': linkedNotice(organization, { address, by: 'UALICE' }),
    'asked for a link': linkAskedMessage(organization, grace),
    'not linked': linkProblemMessage(
      connected,
      grace,
      { kind: 'above', roleName: name },
      undefined,
    ),
    'link by nobody': linkProblemMessage(
      connected,
      grace,
      { kind: 'unmatched', why: 'none' },
      undefined,
    ),
    'shown link': shownLinkMessage(organization, 'UGRACE', {
      found: { kind: 'one', member: member(name, about) },
      link: link({ address }),
    }),
    unlinked: unlinkedMessage(organization, 'UGRACE', true),
    request: requestMessage(request, { approvers, needed: 2 }),
    'approved request': requestMessage(approved, { approvers, needed: 1, report }),
    'denied request': requestMessage(denied, { approvers, needed: 1 }),
    asked: askedMessage(request),
    'request denied': requestEndedMessage(denied),
    'request approved': requestEndedMessage(approved),
    'request reminder': requestReminder(request, asking),
    requests: requestsMessage([{ request, mayDecide: true, mayCancel: true }]),
    'not decided': notDecidedMessage(
      { kind: 'above', role, reason: { kind: 'above', own: name } },
      undefined,
    ),
    'decided too late': notDecidedMessage({ kind: 'ended', request: denied }, undefined),
    'not asked': notAskedMessage(
      { teamId: 'T1' },
      { kind: 'asked_already', asked: [{ address, request }] },
      1,
    ),
    connected: connectedMessage(organization, inviters),
    announcement: connectedAnnouncement('UALICE', organization, inviters),
    'settings changed': settingsChangedMessage(organization, inviters),
    disconnected: disconnectedMessage(organization, 0),
    'token rejected': tokenRejectedMessage({
      connection: connected,
      remedy: { kind: 'ask', connectedBy: 'UALICE', name, reach: 'workspace' },
    }),
    'token wanted': renewalWantedMessage('UBOB', connected, 2),
    'token expiring': tokenExpiringMessage({ connection: connected, daysLeft: 7 }),
    'history exported': historyAnswer(organization, 'started'),
    'history as a file': historyAbove(organization, { from: 1, to: 2 }),
    'history not exported': historyEnded('T1', organization, 'interrupted', 1),
  };
  const modals = {
    form: inviteModal({
      organization,
      roles: [role, { id: 'role-2', name }],
      prefill: { userIds: [], addresses: [], role: 'nothing like it', problems },
    }),
    history: historyModal({ organization, roles: [role], seesAll: false }),
    'history found': historyResultsModal({
      metadata: '{}',
      organization,
      reader: { teamId: 'T1' },
      mayExport: true,
      page: {
        entries: report.entries.map((entry, at) => ({
          ...found,
          ...entry,
          id: `${at}`,
          reference: 'ref',
        })),
      },
    }),
    preview: previewModal('preview-1', {
      organization,
      fresh,
      approvals: [{ role, invites: fresh, why }],
      approvers,
      members: [{ invitee, member: member(address, about) }],
      pending: [{ invitee, member: member(address, about) }],
      isListRead: true,
      groups: [{ part: 'channels', id: 'C1', count: 2 }],
      leftOut: [{ why: 'guest', userIds: ['UGRACE'] }],
      problems,
      repeated: 1,
    }),
    'page of a preview': previewPageModal('preview-1', { parts: page, offset: 0, total: 1 }),
    denial: denyModal(request),
    approvals: askingModal({
      metadata: 'target',
      organization,
      asking,
      expireChoices: [1, 7],
      roles: [role],
      userGroups: [{ id: 'S1', name }],
    }),
    settings: settingsModal({
      metadata: 'target',
      version: 'v1',
      organization,
      settings: connected.settings,
      risk: { roles: [role], value: 'v' },
      roles: [role],
      userGroups: [{ id: 'S1', name }],
      isNew: false,
      enterprise: { isOffered: false, isWide: false },
    }),
    rules: rulesModal({
      metadata: 'target',
      organization,
      settings: { ...connected.settings, rules: [rule, { ...rule, fate: 'deny' }] },
      roles: ok([{ ...role, permissions: ['*'] }]),
      isAlone: true,
    }),
    rule: ruleModal({
      metadata: 'target',
      isNew: false,
      risk: { roles: [role], value: 'x' },
      rule,
      roles: [role],
      userGroups: [{ id: 'S1', name }],
    }),
    role: roleModal({
      metadata: '',
      organization,
      invitee,
      roleId: role.id,
      roleName: name,
      roles: [role],
    }),
    organizations: organizationModal({
      pendingId: 'pending-1',
      usable: [{ ...organization, roleName: name, missing: [] }],
      unusable: [{ ...organization, roleName: name, missing: ['add'] }],
    }),
    'token problem': tokenProblemModal(name),
    disconnect: disconnectModal(connected, 0),
  };
  return { messages, modals };
}

describe.each(hostileNames)('what is called %j', (name) => {
  const { messages, modals } = everySurface(name);

  it.each(Object.entries(messages))('does nothing in a message: %s', (_, message) => {
    if (!message) throw new Error('there is no such message');
    expect(messageErrors(message.blocks)).toEqual([]);
    expectOnlyMarkup(message, mentions);
  });

  it.each(Object.entries(modals))('does nothing in a modal: %s', (_, modal) => {
    expect(viewErrors(modal, 'modal')).toEqual([]);
    expectOnlyMarkup(modal, mentions);
  });
});

describe('a name', () => {
  it('is as it is where Slack shows plain text', () => {
    const { modals } = everySurface('<!here> *R&D* :tada:');
    const options = JSON.stringify(modals.form.blocks.filter(({ type }) => type === 'input'));
    expect(options).toContain('"text":{"type":"plain_text","text":"<!here> *R&D* :tada:"}');
  });

  it('adds no line of its own to a list', () => {
    const { messages } = everySurface('Editor.\n• mallory@evil.example: joined');
    for (const message of Object.values(messages)) {
      const lines = (message?.text ?? '').split('\n').filter((line) => !line.startsWith('> '));
      expect(lines.filter((line) => line.startsWith('• mallory'))).toEqual([]);
    }
  });
});
