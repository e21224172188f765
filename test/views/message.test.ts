import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sections, textMessage } from '../../src/views/message.ts';
import { wordsOf } from '../helpers/block-limits.ts';
import { messageErrors } from '../sandbox/slack/block-kit.ts';

const paragraph = (text: string) => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});

describe('a message of sentences', () => {
  it('has a paragraph for each, the reference small and last, and all of it as text', () => {
    expect(textMessage(['One.', 'Two.'], '7f3k2q')).toEqual({
      text: 'One.\nTwo.\nref 7f3k2q',
      blocks: [
        paragraph('One.'),
        paragraph('Two.'),
        { type: 'context', elements: [{ type: 'mrkdwn', text: 'ref 7f3k2q', verbatim: true }] },
      ],
    });
  });

  it('has no reference where there is none', () => {
    expect(textMessage(['One.'])).toEqual({ text: 'One.', blocks: [paragraph('One.')] });
  });

  it('keeps the lines of one text together', () => {
    expect(textMessage(['One.\n• a\n• b', 'Two.']).blocks).toEqual([
      paragraph('One.\n• a\n• b'),
      paragraph('Two.'),
    ]);
  });
});

describe('lines in paragraphs', () => {
  it('fill a paragraph up to exactly 3,000 characters', () => {
    const half = 'x'.repeat(1_500);
    expect(sections([half, half.slice(1)])).toEqual([paragraph(`${half}\n${half.slice(1)}`)]);
    expect(sections([half, half])).toEqual([paragraph(half), paragraph(half)]);
  });

  it('are none where there are no lines', () => {
    expect(sections([])).toEqual([]);
  });

  it('are all there, in order, whatever their lengths', () => {
    const line = fc.integer({ min: 1, max: 3_000 }).map((length) => 'x'.repeat(length));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), (lines) => {
        const blocks = sections(lines);
        expect(messageErrors(blocks)).toEqual([]);
        expect(wordsOf({ blocks })).toBe(lines.join('\n'));
      }),
      { numRuns: 50 },
    );
  });
});
