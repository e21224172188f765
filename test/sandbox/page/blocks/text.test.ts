import { describe, expect, it } from 'vitest';
import { formatSlackDate } from './slack-date.ts';
import { forRenderer, plainAsRich } from './text.ts';

describe('mrkdwn for the renderer', () => {
  it.each([
    ['<@U1|ada> and <#C1|general>', '<@U1> and <#C1>'],
    ['# not a heading', '\\# not a heading'],
    ['[not](a link)', '\\[not](a link)'],
    ['a\\b', 'a\\\\b'],
    ['`# [as](it) is\\` # <@U1|ada>', '`# [as](it) is\\` # <@U1>'],
    ['<https://piper.example|a link> *b* _i_', '<https://piper.example|a link> *b* _i_'],
  ])('%s', (slack, renderer) => {
    expect(forRenderer(slack)).toBe(renderer);
  });
});

describe('plain text', () => {
  it('has emoji, and nothing else that is not what it says', () => {
    expect(plainAsRich('*Hi* :wave: at 10:32:45').elements[0]?.elements).toEqual([
      { type: 'text', text: '*Hi* ' },
      { type: 'emoji', name: 'wave' },
      { type: 'text', text: ' at 10:32:45' },
    ]);
  });
});

describe('Slack’s dates', () => {
  const now = new Date(2026, 10, 24, 12, 0);
  const seconds = (date: Date) => date.getTime() / 1000;

  it.each([
    [new Date(2026, 10, 24, 10, 32), '{date_short_pretty} at {time}', 'today at 10:32'],
    [new Date(2026, 10, 23, 23, 59), '{date_pretty}', 'yesterday'],
    [new Date(2026, 10, 25, 0, 1), '{date_long_pretty}', 'tomorrow'],
    [new Date(2026, 10, 1, 8, 5), '{date_short}, {time}', '1 Nov 2026, 08:05'],
    [new Date(2026, 10, 24, 11, 15), '{ago}', '45 min ago'],
    [now, '{date_strange}', '{date_strange}'],
  ])('%s as %s', (date, format, words) => {
    expect(formatSlackDate(seconds(date), format, now)).toBe(words);
  });
});
