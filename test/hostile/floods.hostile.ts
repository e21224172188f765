import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { sheet, workbookFiles, zip } from '../helpers/workbook.ts';
import { startTenants, type Tenants } from './tenants.ts';

const megabyte = 1024 * 1024;
const filled = (piece: string) => Buffer.from(piece.repeat(Math.floor(megabyte / piece.length)));

/** A megabyte each, and what is hardest to read. */
const junk: Record<string, Buffer> = {
  F0DOTS: Buffer.from(`email\na@${'.'.repeat(megabyte - 10)}`),
  F0SPACES: filled(' '),
  F0QUOTES: filled('"""'),
  F0ANGLES: filled('<<<<'),
  F0AS: filled(' as as as'),
  F0LINES: filled('\n'),
  F0ADDRESSES: filled('a@b.cc,'),
  F0NOISE: Buffer.from(Array.from({ length: megabyte }, (_, at) => (at * 7_919) % 251)),
  F0WORKBOOK: zip(
    workbookFiles(
      [sheet('A', Array(50).fill(['<c t="s"><v>0</v></c>'.repeat(900)]))],
      `<si><t>${'x'.repeat(8 * megabyte)}</t></si>`,
    ),
  ),
  F0TAGS: zip(workbookFiles([{ name: 'A', xml: '<row aaaaaaaaa '.repeat(megabyte) }])),
};

const at = (share: number, times: number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN;

/** How long Globex's people wait, in milliseconds, while something goes on again and again, so many times at once. */
async function waitsDuring(
  tenants: Tenants,
  atOnce: number,
  attack: () => Promise<unknown>,
): Promise<number[]> {
  let isOver = false;
  const attackers = Array.from({ length: atOnce }, async () => {
    while (!isOver) await attack();
  });
  const waits: number[] = [];
  for (let asked = 0; asked < 150; asked += 1) {
    waits.push(await tenants.helpInGlobex());
    await pause(10);
  }
  isOver = true;
  await Promise.all(attackers);
  return waits;
}

const quiet = (tenants: Tenants) => waitsDuring(tenants, 0, () => Promise.resolve());

/** A request that nobody has signed. */
const flood = (url: string, body?: string) => async () => {
  const answer = await request(url, { method: body ? 'POST' : 'GET', ...(body && { body }) });
  await answer.body.dump();
  await pause(5);
};

describe('while others do their worst, the people of a workspace are answered in half a second', () => {
  it('in spite of megabytes of junk, which leave nothing behind', async () => {
    const tenants = await startTenants(junk);
    const names = Object.keys(junk);
    for (const name of names) await tenants.sendFile(name);
    const before = await tenants.used();
    let sent = 0;
    const waits = await waitsDuring(tenants, 2, () => {
      sent += 1;
      return tenants.sendFile(names[sent % names.length] ?? '');
    });
    expect(sent).toBeGreaterThan(names.length);
    expect(at(0.99, waits)).toBeLessThan(500);
    expect((await tenants.used()) / before).toBeLessThan(1.2);
  });

  it('in spite of requests that nobody has signed', async () => {
    const tenants = await startTenants({});
    const attack = flood(`${tenants.url}/slack/events`, 'x'.repeat(megabyte - 1));
    const waits = await waitsDuring(tenants, 4, attack);
    expect(at(0.99, waits)).toBeLessThan(500);
  });

  it('in spite of browsers that begin to install and never finish, and nearly as soon as ever', async () => {
    const tenants = await startTenants({});
    await quiet(tenants);
    const before = await quiet(tenants);
    const waits = await waitsDuring(tenants, 2, flood(`${tenants.url}/slack/install`));
    const ratio = at(0.5, waits) / at(0.5, before);
    expect(at(0.99, waits)).toBeLessThan(500);
    expect(ratio).toBeLessThan(1.3);
  });

  it('in spite of a thousand requests that are never finished, which cost little', async () => {
    const tenants = await startTenants({});
    await quiet(tenants);
    const before = tenants.memory();
    const half = 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc';
    const sockets = Array.from({ length: 1_000 }, () => connect(tenants.port, '127.0.0.1'));
    for (const socket of sockets) socket.on('error', () => {}).write(half);
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    expect(at(0.99, await quiet(tenants))).toBeLessThan(500);
    expect(tenants.memory() - before).toBeLessThan(50);
    for (const socket of sockets) socket.destroy();
  });
});
