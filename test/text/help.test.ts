import { describe, expect, it } from 'vitest';
import { commands } from '../../src/ids.ts';
import { help } from '../../src/text/index.ts';
import { chosen } from '../helpers/builders.ts';
import { describeSentences } from '../helpers/sentences.ts';

describeSentences([
  ['help', help.intro],
  ['not understood', help.notUnderstood(['x'])],
  ['who may', help.who({ kind: 'admins' })],
  ['who may, one chosen', help.who(chosen('U1'))],
  ['more help', help.more],
  ['not connected, in help', help.notConnected('/piper-invite')],
]);

describe('what was not understood', () => {
  it('is never markup', () => {
    expect(help.notUnderstood(['<!here> & "x"'])).not.toContain('<');
  });

  it('is told with its first words only where there are many', () => {
    const words = Array.from({ length: 40 }, (_, at) => `word-${at + 1}`);
    expect(help.notUnderstood(words)).toBe(
      `I didn't understand "word-1", "word-2", "word-3", "word-4", "word-5" and 35 more. Nobody was invited.`,
    );
  });

  it('is told with its beginning only where it is long', () => {
    const sentence = help.notUnderstood(['x'.repeat(5_000)]);
    expect(sentence.length).toBeLessThan(200);
    expect(sentence).toContain('xxxxxxxxxx');
  });
});

describe('help', () => {
  it('shows each way with the command, one a line', () => {
    const lines = help.usage(commands.invite).split('\n');
    expect(lines).toHaveLength(11);
    for (const line of lines) expect(line).toMatch(/^• `\/piper-invite.*` .+\.$/);
  });
});
