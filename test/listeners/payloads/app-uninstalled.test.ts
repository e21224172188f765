import { describe, expect, it } from 'vitest';
import {
  uninstalledSchema,
  uninstalledScopeSchema,
} from '../../../src/listeners/payloads/app-uninstalled.ts';
import { eventBody } from '../../helpers/payloads.ts';
import { noIds, replaced } from '../../helpers/replaced.ts';

const at = Date.parse('2026-11-24T10:32:00Z');
const revoked = (tokens: unknown) =>
  uninstalledSchema.parse(eventBody(at, { type: 'tokens_revoked', tokens }));

describe('an event that says that the app was removed', () => {
  it('is read with its time in milliseconds', () => {
    expect(uninstalledSchema.parse(eventBody(at))).toEqual({ time: at, isUninstalled: true });
  });

  it("is one about revoked tokens where the bot's are among them", () => {
    expect(revoked({ bot: ['U1'], oauth: ['U2'] })).toEqual({ time: at, isUninstalled: true });
  });

  it.each([
    ["people's alone", { oauth: ['U2'] }],
    ["none of the bot's", { oauth: ['U2'], bot: [] }],
    ["null for the bot's", { bot: null }],
    ['null', null],
    ['nothing', undefined],
  ])('is not one about revoked tokens where they are %s', (_, tokens) => {
    expect(revoked(tokens).isUninstalled).toBe(false);
  });

  it.each(['event_time', 'event', 'event.type'])('is refused without its %s', (path) => {
    for (const none of [undefined, null, {}]) {
      expect(uninstalledSchema.safeParse(replaced(eventBody(at), path, none)).success).toBe(false);
    }
  });

  it('is refused with tokens that make no sense', () => {
    for (const tokens of ['all', { bot: 'U1' }, { bot: [7] }]) {
      const body = eventBody(at, { type: 'tokens_revoked', tokens });
      expect(uninstalledSchema.safeParse(body).success).toBe(false);
    }
  });
});

describe('where the app was removed from', () => {
  it.each([
    ['a workspace', { isEnterpriseInstall: false, teamId: 'T1' }, { teamId: 'T1' }],
    [
      'one workspace of an Enterprise organization',
      { isEnterpriseInstall: false, teamId: 'T1', enterpriseId: 'E1' },
      { teamId: 'T1' },
    ],
    [
      'a whole Enterprise organization',
      { isEnterpriseInstall: true, teamId: 'T1', enterpriseId: 'E1' },
      { enterpriseId: 'E1' },
    ],
    [
      'an Enterprise organization whose ID is given as that of a workspace',
      { isEnterpriseInstall: false, teamId: 'E1' },
      { enterpriseId: 'E1' },
    ],
    [
      'an Enterprise organization whose ID is the only one',
      { isEnterpriseInstall: false, enterpriseId: 'E1' },
      { enterpriseId: 'E1' },
    ],
    [
      'an Enterprise organization of which only the other ID is told',
      { isEnterpriseInstall: true, teamId: 'E1' },
      { enterpriseId: 'E1' },
    ],
  ])('is %s', (_, context, scope) => {
    expect(uninstalledScopeSchema.parse(context)).toEqual(scope);
  });

  it('is refused where no ID tells it', () => {
    for (const none of noIds) {
      const context = { isEnterpriseInstall: true, teamId: none, enterpriseId: none };
      expect(uninstalledScopeSchema.safeParse(context).success).toBe(false);
    }
  });
});
