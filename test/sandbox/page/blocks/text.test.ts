import type { RichTextElement } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { mrkdwnAsRich } from './mrkdwn.ts';
import { formatSlackDate } from './slack-date.ts';
import { plainAsRich } from './text.ts';

/** What is drawn, in short: words as they are, styled words and everything else between brackets. */
function drawn(mrkdwn: string, verbatim = true): string {
  const inShort = (element: RichTextElement): string => {
    const { type, style = {}, ...rest } = element;
    const what = type === 'text' ? element.text : `${type} ${Object.values(rest).join(' ')}`;
    const styled = Object.keys(style).join(' ');
    if (type === 'text' && styled === '') return what;
    return `[${[styled, what].filter(Boolean).join(' ')}]`;
  };
  return mrkdwnAsRich(mrkdwn, verbatim)
    .elements.map((element) => {
      const words = (element.elements as RichTextElement[]).map(inShort).join('');
      return element.type === 'rich_text_section' ? words : `{${element.type.slice(10)} ${words}}`;
    })
    .join('');
}

describe('mrkdwn', () => {
  it.each([
    ['*b* _i_ ~s~ `c` *_both_*', '[bold b] [italic i] [strike s] [code c] [bold italic both]'],
    ['<@U1> <@U1|ada> <#C1|general>', '[user U1] [user U1] [channel C1]'],
    ['<!subteam^S1> <!subteam^S1|@robots>', '[usergroup S1] [usergroup S1]'],
    ['<!channel> <!here|here>', '[broadcast channel] [broadcast here]'],
    ['*<@U1>* :tada: 10:32:45', '[bold user U1] [emoji tada] 10:32:45'],
    ['<!date^17^{date} at {time}|then>', '[date 17 {date} at {time} then]'],
    ['<!date^17^{date}^https://a.example|then>', '[date 17 {date} then https://a.example]'],
    ['<https://a.example?x&amp;y|a &lt; b>', '[link https://a.example?x&y a < b]'],
    ['one\n&gt; two\n> three\nfour', 'one{quote two\nthree}four'],
    ['a ```\n*b* &lt;@U1&gt;\n``` c', 'a {preformatted *b* <@U1>} c'],
  ])('%j has markup', (mrkdwn, words) => {
    expect(drawn(mrkdwn)).toBe(words);
  });

  it.each([
    ['&lt;!channel&gt; &lt;@U1&gt; &lt;!subteam^S1&gt;', '<!channel> <@U1> <!subteam^S1>'],
    [
      '&lt;!date^17^{date}|x&gt; &lt;https://a.example|b&gt;',
      '<!date^17^{date}|x> <https://a.example|b>',
    ],
    ['&amp;lt;!here&amp;gt;', '&lt;!here&gt;'],
    ['`&lt;!channel&gt; <@U1>`', '[code <!channel> <@U1>]'],
    ['@channel ada@example.com https://a.example', '@channel ada@example.com https://a.example'],
    ['snake_case_name 2*3*4 * a *', 'snake_case_name 2*3*4 * a *'],
    ['# no heading, [no](link) \\ **', '# no heading, [no](link) \\ **'],
    ['| no | table |\n|---|---|', '| no | table |\n|---|---|'],
  ])('%j has none', (mrkdwn, words) => {
    expect(drawn(mrkdwn)).toBe(words);
  });

  it('that is not verbatim also has what Slack finds by itself', () => {
    expect(drawn('@here: ada@a.example, https://a.example &lt;!channel&gt;', false)).toBe(
      '[broadcast here]: [link mailto:ada@a.example ada@a.example], [link https://a.example https://a.example] <!channel>',
    );
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
    [new Date(2026, 10, 24, 11, 15), '{ago}', '45 minutes ago'],
    [new Date(2026, 10, 24, 10, 50), '{ago}', '1 hour ago'],
    [new Date(2026, 10, 1), '{date_num}', '2026-11-01'],
    [now, '{date_strange}', '{date_strange}'],
  ])('%s as %s', (date, format, words) => {
    expect(formatSlackDate(seconds(date), format, now)).toBe(words);
  });
});
