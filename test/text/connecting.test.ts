import { connecting } from '../../src/text/index.ts';
import { renewing } from '../../src/text/renewing.ts';
import { chosen, everyDenialReason, everyFailure } from '../helpers/builders.ts';
import { describeSentences, type Sentences } from '../helpers/sentences.ts';

const since = Date.parse('2026-11-24T10:32:00Z');
const command = '/piper-invite';
const lacking = [
  { name: 'Acme', missing: ['read', 'add'] as const },
  { name: 'Beta', missing: ['add'] as const },
];
const sentences: Sentences = [
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
  ['token refused', renewing.rejected('Acme')],
  ['you can renew', renewing.youCanRenew],
  ['who can renew', renewing.whoCanRenew('U1', 'workspace')],
  ['who can renew in an organization', renewing.whoCanRenew('U1', 'enterprise')],
  ['token unreadable', connecting.unreadable],
  ['connection altered', connecting.altered],
  ['expiring in a week', renewing.expiring('Acme', since, 7)],
  ['expiring in a day', renewing.expiring('Acme', since, 1)],
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
  ['status, role changers', connecting.statusRoleChangers({ userIds: ['U1'], userGroupIds: [] })],
  ['changed meanwhile', connecting.changedMeanwhile],
  ['a risk', connecting.risk([{ id: 'r', name: 'Admin' }])],
  ['status, channel', connecting.statusChannel('C1')],
];

describeSentences(sentences);
