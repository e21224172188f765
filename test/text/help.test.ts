import { describe, expect, it } from 'vitest';
import { commands } from '../../src/ids.ts';
import { help } from '../../src/text/index.ts';
import { describeSentences } from '../helpers/sentences.ts';

describeSentences([
  ['help', help.intro()],
  ['help, of an organization', help.intro('Acme')],
  ['not understood', help.notUnderstood(['x'])],
  ['an example', help.example('/piper-invite')],
  ...(['status', 'role', 'link', 'unlink'] as const).flatMap((of) => [
    [`${of} of nobody`, help.incomplete(of, [], '/piper-invite')] as const,
    [`${of} of somebody unclear`, help.incomplete(of, ['x'], '/piper-invite')] as const,
  ]),
  ...(['remove', 'take_back', 'resend'] as const).map(
    (what) => [`no way to ${what}`, help.impossible(what)] as const,
  ),
  ['more help', help.more()],
  ['more help, by somebody', help.more('U1')],
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
    const lines = help.ways(['invite', 'look', 'check', 'link'], commands.invite).split('\n');
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line).toMatch(/^• `\/piper-invite.*` .+\.$/);
  });
});
