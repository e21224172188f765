import { describe, expect, it, vi } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { InviteInput } from '../../src/domain/invite-input.ts';
import type { Role } from '../../src/domain/organization.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { slack } from '../../src/limits.ts';
import { readLineRoles, resolveRole } from '../../src/usecases/resolve-roles.ts';
import { connection, editor, viewer } from '../helpers/builders.ts';
import { holdTimers } from '../helpers/held.ts';
import { at, inFile, inviteInput } from '../helpers/invite-input.ts';

const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const anySettings = connection().settings;
const viewersOnly: ConnectionSettings = { ...anySettings, roleIds: [viewer.id] };
const twins: Role[] = [
  { id: 'role-a', name: 'admin' },
  { id: 'role-b', name: 'Admin' },
];

const piperWith = (answer: Result<Role[], PiperFailure> = ok([editor, viewer])) => ({
  roles: vi.fn(async () => answer),
});

describe('the roles that a file names', () => {
  const read = (names: (string | undefined)[], settings = anySettings, piper = piperWith()) =>
    readLineRoles(
      piper,
      settings,
      inviteInput({ people: names.map((name, number) => inFile(`p${number}@x.io`, name)) }),
    );

  it('are none where it names none, and Piper is not asked', async () => {
    const piper = piperWith(err(down));
    expect(
      await readLineRoles(piper, anySettings, inviteInput({ people: [at('ada@x.io')] })),
    ).toEqual(ok(new Map()));
    expect(await read([undefined], anySettings, piper)).toEqual(ok(new Map()));
    expect(piper.roles).not.toHaveBeenCalled();
  });

  it('are found whatever their case, and asked for once', async () => {
    const piper = piperWith();
    expect(await read(['Editor', 'VIEWER', 'Editor', undefined], anySettings, piper)).toEqual(
      ok(
        new Map([
          ['Editor', editor],
          ['VIEWER', viewer],
        ]),
      ),
    );
    expect(piper.roles).toHaveBeenCalledTimes(1);
  });

  it('match nothing where there is no such role, or more than one', async () => {
    const piper = piperWith(ok([...twins, viewer]));
    expect(await read(['Boss', 'ADMIN', 'Viewer'], anySettings, piper)).toEqual(
      ok(
        new Map([
          ['Boss', undefined],
          ['ADMIN', undefined],
          ['Viewer', viewer],
        ]),
      ),
    );
  });

  it('match nothing where they may not be given from Slack', async () => {
    expect(await read(['Editor', 'Viewer'], viewersOnly)).toEqual(
      ok(
        new Map([
          ['Editor', undefined],
          ['Viewer', viewer],
        ]),
      ),
    );
  });

  it('are unknown where Piper does not tell its roles', async () => {
    expect(await read(['Editor'], anySettings, piperWith(err(down)))).toEqual(err(down));
  });
});

describe('a role that was typed', () => {
  const resolve = (typed: string, settings = anySettings, piper = piperWith()) =>
    resolveRole(piper, settings, { typed });

  it('is found whatever its case', async () => {
    expect(await resolve('eDITOR')).toEqual(ok(editor));
  });

  it('is unknown where there is none of that name, with those that may be given', async () => {
    expect(await resolve('Boss', viewersOnly)).toEqual(
      err({ part: 'role', kind: 'unknown', typed: 'Boss', roles: [viewer] }),
    );
  });

  it('is unknown where it may not be given from Slack', async () => {
    expect(await resolve('Editor', viewersOnly)).toEqual(
      err({ part: 'role', kind: 'unknown', typed: 'Editor', roles: [viewer] }),
    );
  });

  it('is ambiguous where several differ in case alone', async () => {
    expect(await resolve('ADMIN', anySettings, piperWith(ok([...twins, viewer])))).toEqual(
      err({ part: 'role', kind: 'ambiguous', typed: 'ADMIN', roles: twins }),
    );
  });

  it('cannot be found where Piper does not tell its roles', async () => {
    expect(await resolve('Editor', anySettings, piperWith(err(down)))).toEqual(
      err({ part: 'role', kind: 'unreadable', failure: down }),
    );
  });
});

describe('a role from a menu', () => {
  const wanted: InviteInput['role'] = { id: editor.id, name: 'Writer' };
  const resolve = (settings = anySettings, piper = piperWith()) =>
    resolveRole(piper, settings, wanted);

  it('has the name that Piper gives it now', async () => {
    expect(await resolve()).toEqual(ok(editor));
  });

  it('that may not be given from Slack is refused, and Piper is not asked', async () => {
    const piper = piperWith();
    expect(await resolve(viewersOnly, piper)).toEqual(
      err({ part: 'role', kind: 'not_offered', name: 'Writer' }),
    );
    expect(piper.roles).not.toHaveBeenCalled();
  });

  it('is refused where Piper no longer has it', async () => {
    expect(await resolve(anySettings, piperWith(ok([viewer])))).toEqual(
      err({ part: 'role', kind: 'gone', name: 'Writer' }),
    );
  });

  it('passes as it is where Piper does not tell its roles', async () => {
    expect(await resolve(anySettings, piperWith(err(down)))).toEqual(ok(wanted));
  });

  it('passes as it is where Piper takes too long, and not before', async () => {
    const { letPass } = holdTimers();
    let resolved: unknown;
    void resolveRole({ roles: () => new Promise(() => {}) }, anySettings, wanted).then((role) => {
      resolved = role;
    });
    await letPass(slack.roleCheckBeforeAnswer - 1);
    expect(resolved).toBeUndefined();
    await letPass(1);
    expect(resolved).toEqual(ok(wanted));
  });
});
