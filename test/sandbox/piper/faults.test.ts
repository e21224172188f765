import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../helpers/eventually.ts';
import { type PiperFault, type PiperSandbox, piperFaults } from '../contract.ts';
import { acmeMembers, emails, send } from './client.ts';
import { faults } from './faults.ts';
import { systemRoleId } from './roles.ts';
import { seedTokens } from './seed.ts';
import { startPiper } from './server.ts';

const now = Date.parse('2026-11-24T10:32:00.500Z');
const ada = { email: 'ada@acme.example', role_id: systemRoleId('Editor') };

let piper: PiperSandbox;
beforeEach(async () => {
  piper = await startPiper({ now: () => now });
});
afterEach(() => piper.stop());

const addAda = () => send(piper, 'POST', acmeMembers, { body: ada });
const list = () => send(piper, 'GET', acmeMembers);
const setFault = (fault: PiperFault) => piper.change({ type: 'fault', fault });
const isStored = () => emails(piper).includes(ada.email);

/** What a client sees of each fault that answers. */
const answers: [
  PiperFault,
  { status: number; text: unknown; stored: boolean; headers?: object },
][] = [
  ['unauthorized', { status: 401, text: '{"detail":"Invalid token"}', stored: false }],
  [
    'forbidden',
    { status: 403, text: '{"detail":"Missing permission: members:invite"}', stored: false },
  ],
  ['not-found', { status: 404, text: '{"detail":"Organization not found"}', stored: false }],
  [
    'conflict',
    {
      status: 409,
      text: '{"detail":"User is already a member of this organization"}',
      stored: false,
    },
  ],
  [
    'invalid',
    { status: 422, text: expect.stringContaining('"loc":["body","role_id"]'), stored: false },
  ],
  [
    'rate-limited',
    {
      status: 429,
      headers: { 'retry-after': '2' },
      text: '{"detail":"Too many requests"}',
      stored: false,
    },
  ],
  [
    'rate-limited-date',
    {
      status: 429,
      headers: {
        'retry-after': 'Tue, 24 Nov 2026 10:32:03 GMT',
        date: 'Tue, 24 Nov 2026 10:32:00 GMT',
      },
      text: '{"detail":"Too many requests"}',
      stored: false,
    },
  ],
  [
    'server-error',
    {
      status: 500,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      text: 'Internal Server Error',
      stored: false,
    },
  ],
  ['server-error-after-commit', { status: 500, text: 'Internal Server Error', stored: true }],
  [
    'bad-gateway',
    {
      status: 502,
      headers: { 'content-type': 'text/html' },
      text: expect.stringContaining('<h1>502 Bad Gateway</h1>'),
      stored: false,
    },
  ],
  [
    'garbage',
    {
      status: 200,
      headers: { 'content-type': 'application/json' },
      text: 'Member added.',
      stored: false,
    },
  ],
  ['garbage-after-commit', { status: 200, text: 'Member added.', stored: true }],
  ['empty', { status: 200, headers: { 'content-length': '0' }, text: '', stored: false }],
];

const closings: [PiperFault, { stored: boolean }][] = [
  ['drop', { stored: false }],
  ['drop-after-commit', { stored: true }],
  ['down', { stored: false }],
];

const everyCall: PiperFault[] = ['unauthorized', 'down'];

describe('a fault', () => {
  it.each(answers)('%s answers what it says', async (fault, { stored, ...seen }) => {
    setFault(fault);
    expect(await addAda()).toMatchObject(seen);
    expect(isStored()).toBe(stored);
  });

  it.each(closings)('%s closes the connection without an answer', async (fault, { stored }) => {
    setFault(fault);
    await expect(addAda()).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(isStored()).toBe(stored);
    expect(piper.calls().at(-1)).toMatchObject({ status: 0, response: null });
  });

  it('has a sentence in this file for each that there is', () => {
    const described = [...answers, ...closings].map(([fault]) => fault);
    expect(new Set(['none', 'hang', ...described])).toEqual(new Set(piperFaults));
  });

  it.each(Object.entries(faults).filter(([name]) => !everyCall.includes(name as PiperFault)))(
    '%s leaves other calls alone',
    async (fault) => {
      setFault(fault as PiperFault);
      expect((await list()).status).toBe(200);
    },
  );

  it('of every call meets other calls too', async () => {
    setFault('unauthorized');
    expect((await list()).status).toBe(401);
    setFault('down');
    await expect(list()).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
  });

  it('hides no wrong request', async () => {
    setFault('bad-gateway');
    expect((await send(piper, 'POST', acmeMembers, { body: {} })).status).toBe(422);
    const { status } = await send(piper, 'POST', acmeMembers, {
      body: ada,
      token: seedTokens.readOnly,
    });
    expect(status).toBe(403);
  });

  it('that stores answers 409 to the second attempt', async () => {
    setFault('drop-after-commit');
    await expect(addAda()).rejects.toThrow();
    expect((await addAda()).status).toBe(409);
  });

  it('ends when it is switched off', async () => {
    setFault('server-error');
    await addAda();
    setFault('none');
    expect((await addAda()).status).toBe(200);
  });
});

describe('a Piper that hangs', () => {
  beforeEach(() => setFault('hang'));

  const arrival = () => eventually(() => expect(piper.calls()).toHaveLength(1));

  it('lets the client wait until its time limit', async () => {
    const limit = AbortSignal.timeout(60);
    await expect(
      send(piper, 'POST', acmeMembers, { body: ada, signal: limit }),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(isStored()).toBe(false);
    expect((await list()).status).toBe(200);
  });

  it.each<[string, () => unknown]>([
    ['another fault is set', () => setFault('none')],
    ['it is reset', () => piper.reset()],
    ['it stops', () => piper.stop()],
  ])('closes the connection without an answer when %s', async (_, act) => {
    const failure = addAda().catch((error: unknown) => error);
    await arrival();
    await act();
    expect(await failure).toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(isStored()).toBe(false);
  });

  it('goes on hanging when it is told to hang again', async () => {
    const failure = addAda().catch((error: unknown) => error);
    await arrival();
    setFault('hang');
    await list();
    expect(await Promise.race([failure, Promise.resolve('waiting')])).toBe('waiting');
  });
});
