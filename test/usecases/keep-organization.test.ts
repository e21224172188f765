import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { KnownOrganization } from '../../src/domain/organization.ts';
import { err, ok } from '../../src/domain/result.ts';
import { createKeepOrganization } from '../../src/usecases/keep-organization.ts';
import type { PiperOrganization } from '../../src/usecases/ports/piper.ts';
import { acmeDetails, editor, viewer } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';

const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const kept: KnownOrganization = { details: { ...acmeDetails, name: 'Acme' }, roles: [viewer] };
const now: KnownOrganization = { details: acmeDetails, roles: [editor, viewer] };
const full = new Error('disk full');

/** An organization, and what was stored of it; `answers` replaces some of Piper's answers. */
function setUp(
  answers: Partial<PiperOrganization> = {},
  known: KnownOrganization | undefined = undefined,
  failing: 'known' | 'keepKnown' | undefined = undefined,
) {
  const stored: unknown[] = [];
  const errors: unknown[] = [];
  const followed: Promise<void>[] = [];
  const keep = createKeepOrganization({
    connections: {
      known: async () => (failing === 'known' ? Promise.reject(full) : known),
      keepKnown: async (id, organization) => {
        if (failing === 'keepKnown') throw full;
        stored.push({ id, ...organization });
      },
    },
    onFailed: (error) => errors.push(error),
    follow: (work) => followed.push(work),
  });
  const { piper } = fakePiper({ clock: fakeClock() });
  const organization = keep({ id: 'connection-1' }, { ...piper, ...answers });
  return { organization, stored, errors, followed };
}
const unavailable = {
  details: async () => err(down),
  roles: async () => err(down),
  rights: async () => err(down),
};

describe('what Piper tells of an organization', () => {
  it('is stored once its name and its roles are known, and again only when it has changed', async () => {
    let roles = now.roles;
    const { organization, stored } = setUp({ roles: async () => ok(roles) });
    await organization.details();
    expect(stored).toEqual([]);
    await organization.roles();
    await organization.details();
    await organization.roles();
    expect(stored).toEqual([{ id: 'connection-1', ...now }]);
    roles = [viewer];
    await organization.roles();
    expect(stored).toEqual([
      { id: 'connection-1', ...now },
      { id: 'connection-1', ...now, roles: [viewer] },
    ]);
  });

  it('is stored with what it tells of who may do what', async () => {
    const { organization, stored } = setUp();
    expect(await organization.rights()).toEqual(ok(now));
    expect(stored).toEqual([{ id: 'connection-1', ...now }]);
  });

  it('is given as it was stored while Piper does not answer', async () => {
    const { organization, stored } = setUp(unavailable, kept);
    expect(await organization.details()).toEqual(ok(kept.details));
    expect(await organization.roles()).toEqual(ok(kept.roles));
    expect(stored).toEqual([]);
  });

  it('never decides from what was stored who may do what', async () => {
    const { organization } = setUp(unavailable, kept);
    expect(await organization.rights()).toEqual(err(down));
    expect(await organization.membersNow()).toMatchObject({ ok: true });
  });

  it.each<PiperFailure>([{ kind: 'unauthorized' }, { kind: 'not_found' }, { kind: 'forbidden' }])(
    'is not replaced by what was stored where Piper refuses: $kind',
    async (failure) => {
      const { organization } = setUp({ details: async () => err(failure) }, kept);
      expect(await organization.details()).toEqual(err(failure));
    },
  );

  it('is missing where nothing was stored', async () => {
    const { organization } = setUp(unavailable);
    expect(await organization.details()).toEqual(err(down));
  });

  it('is not replaced by an error of the storage', async () => {
    const writing = setUp({}, undefined, 'keepKnown');
    expect(await writing.organization.rights()).toEqual(ok(now));
    await Promise.all(writing.followed);
    expect([writing.followed.length, writing.errors]).toEqual([1, [full]]);
    const reading = setUp(unavailable, kept, 'known');
    expect(await reading.organization.roles()).toEqual(err(down));
    expect(reading.errors).toEqual([full]);
  });
});
