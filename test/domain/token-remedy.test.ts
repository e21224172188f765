import { expect, it } from 'vitest';
import { isStillRefused, type TokenRemedy } from '../../src/domain/token-remedy.ts';

it.each<[TokenRemedy, boolean]>([
  [{ kind: 'accepted' }, false],
  // Whether Piper accepts it by now is not known.
  [{ kind: 'operator' }, false],
  [{ kind: 'renew', isConnector: true }, true],
  [{ kind: 'ask', connectedBy: 'UALICE', reach: 'workspace' }, true],
  [{ kind: 'admins', inviteAdmins: [], reach: 'workspace' }, true],
])('every invite fails until somebody does something about it: %o, %s', (remedy, isRefused) => {
  expect(isStillRefused(remedy)).toBe(isRefused);
});
