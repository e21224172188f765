import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startApp } from '../helpers/app.ts';
import { roles } from '../helpers/piper.ts';
import type { Answered } from '../helpers/views.ts';
import { wordsIn } from '../helpers/views.ts';

const read = (file: string) =>
  readFileSync(new URL(`../fixtures/inputs/${file}`, import.meta.url), 'utf8').trim();

/** What people paste, and whom it names. */
const texts: [file: string, people: string[]][] = [
  ['08-invisible.txt', ['ada@example.com']],
  ['09-separators.txt', ['ada@example.com', 'grace@example.com', 'yamada@example.com']],
  ['10-lists.txt', ['ada@example.com', 'grace@example.com', 'bob@example.com']],
  ['10b-name-in-parentheses.txt', ['ada@example.com']],
  ['11-idn.txt', ['jo@müller.example', 'jörg@example.com']],
  ['18-mailto-slashes.txt', ['ada@example.com']],
  ['20-outlook.txt', ['alice@alpha.example', 'bob@alpha.example', 'jane@alpha.example']],
];

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('people who are pasted into the form', () => {
  it.each(texts)('are invited, each of them once: %s', async (file, people) => {
    const app = await startApp();
    const values = { addresses: read(file), role: roles.editor };
    await (people.length > 1 ? app.submitAndSend(values) : app.submitInvite(values));
    await app.finish();
    const invited = app.journal.of('POST members').map(({ email }) => email);
    expect(invited.toSorted()).toEqual(people.toSorted());
  });

  it('are three of whom none is in a display name, and the fourth line is quoted', async () => {
    const app = await startApp();
    const { body } = await app.submitInvite({ addresses: read('01-name-is-an-address.txt') });
    const preview = wordsIn((body as Answered).view);
    expect(preview).toContain('Send 2 invites');
    expect(preview).toContain('ada@new.example');
    expect(preview).toContain('noreply@docs.example');
    expect(preview).not.toMatch(/ada@old\.example/);
    expect(preview).toContain('eve@evil.example');
    expect(app.piper.added).toBe(0);
  });

  it('are told of a character that nobody sees', async () => {
    const app = await startApp();
    const { body } = await app.submitInvite({ addresses: 'ada@exam\u200bple.com' });
    expect((body as Answered).errors?.addresses).toBe(
      '"ada@exam[U+200B]ple.com" isn\'t an e-mail address. [U+…] is a character that nobody sees: type the address anew.',
    );
  });
});

describe('people who are pasted into a command', () => {
  const lines = texts.flatMap(([file]) =>
    read(file)
      .split('\n')
      .map((line) => [file, line]),
  );

  it.each(lines)('are invited as the role behind them: %s %s', async (_file, line) => {
    const app = await startApp();
    const command = `${escaped(line ?? '')} as Editor`;
    const count = (line?.match(/@/g) ?? []).length > 1 && !line?.includes('mailto:') ? 2 : 1;
    await (count > 1 ? app.commandAndSend(command) : app.command(command));
    await app.finish();
    const invited = app.journal.of('POST members').map(({ email }) => String(email));
    expect(invited.length).toBeGreaterThanOrEqual(count);
    for (const address of invited) expect(line).toContain(address);
    expect(new Set(invited).size).toBe(invited.length);
  });
});
