import type {
  RichTextBlock,
  RichTextBlockElement,
  RichTextElement,
  RichTextSection,
  RichTextStyleable,
} from '@slack/types';
import { emojiCode } from './text.ts';

type Style = NonNullable<RichTextStyleable['style']>;

/**
 * Slack's mrkdwn as rich text, in which nothing is markup any more. What is escaped stays words, whatever it looks like.
 * https://docs.slack.dev/messaging/formatting-message-text
 *
 * @param verbatim only what is written as markup is markup; else addresses, and words such as `@channel`, become it, too.
 */
export function mrkdwnAsRich(mrkdwn: string, verbatim = false): RichTextBlock {
  const parts = mrkdwn.split(/```\n?([\s\S]+?)\n?```/);
  return {
    type: 'rich_text',
    elements: parts.flatMap((part, index): RichTextBlockElement[] =>
      index % 2 === 1
        ? [{ type: 'rich_text_preformatted', elements: [words(part, {})], border: 0 }]
        : paragraphs(part, verbatim),
    ),
  };
}

/** Lines that are quoted, and lines that aren't, each together. */
function paragraphs(text: string, verbatim: boolean): RichTextBlockElement[] {
  const found: { isQuote: boolean; lines: string[] }[] = [];
  // Next to a block of code, a line break ends nothing.
  for (const line of text.replace(/^\n|\n$/g, '').split('\n')) {
    const quoted = /^(?:>|&gt;) ?(.*)$/.exec(line)?.[1];
    const isQuote = quoted !== undefined;
    const last = found.at(-1);
    if (last?.isQuote === isQuote) last.lines.push(quoted ?? line);
    else found.push({ isQuote, lines: [quoted ?? line] });
  }
  return found
    .map(({ isQuote, lines }) => ({ isQuote, text: lines.join('\n') }))
    .filter((each) => each.text !== '')
    .map(({ isQuote, text }): RichTextBlockElement => {
      const elements = inline(text, {}, verbatim) as RichTextSection['elements'];
      return isQuote
        ? { type: 'rich_text_quote', elements }
        : { type: 'rich_text_section', elements };
    });
}

const styles = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/** Code, something between angle brackets, an emoji, or words with a mark on both sides that no letter touches. */
const markup = new RegExp(
  [
    '`(?<code>[^`\\n]+)`',
    '<(?<angle>[^<>\\n]+)>',
    emojiCode.source.replace('(', '(?<emoji>'),
    '(?<![\\p{L}\\p{N}])(?<mark>[*_~])(?=\\S)(?<marked>(?:(?!\\k<mark>)[^\\n])+)(?<=\\S)\\k<mark>(?![\\p{L}\\p{N}])',
  ].join('|'),
  'gu',
);

function inline(text: string, style: Style, verbatim: boolean): RichTextElement[] {
  const elements: RichTextElement[] = [];
  let from = 0;
  for (const found of text.matchAll(markup)) {
    const { code, angle, emoji, mark, marked = '' } = found.groups ?? {};
    elements.push(...plain(text.slice(from, found.index), style, verbatim));
    from = found.index + found[0].length;
    if (code !== undefined) elements.push(words(code, { ...style, code: true }));
    else if (emoji !== undefined) elements.push({ type: 'emoji', name: emoji });
    else if (angle !== undefined) elements.push(special(angle, style));
    else {
      const added = styles[mark as keyof typeof styles];
      elements.push(...inline(marked, { ...style, [added]: true }, verbatim));
    }
  }
  return [...elements, ...plain(text.slice(from), style, verbatim)];
}

/** What stands between angle brackets: a mention, a date, a link; else these words. */
function special(inside: string, style: Style): RichTextElement {
  const [, what = '', label] = /^([^|]*)(?:\|(.*))?$/.exec(inside) ?? [];
  const [, id = ''] = /^(?:[@#]|!subteam\^)(\w+)$/.exec(what) ?? [];
  if (id !== '' && what.startsWith('@')) return { type: 'user', user_id: id, style };
  if (id !== '' && what.startsWith('#')) return { type: 'channel', channel_id: id, style };
  if (id !== '') return { type: 'usergroup', usergroup_id: id, style };
  const [, range] = /^!(here|channel|everyone)$/.exec(what) ?? [];
  if (range) return { type: 'broadcast', range: range as 'here', style };
  const [, seconds, format, url] = /^!date\^(\d+)\^([^^]+)(?:\^(.+))?$/.exec(what) ?? [];
  if (seconds && format) {
    const date = { type: 'date' as const, timestamp: Number(seconds), format, style };
    return { ...date, fallback: label ?? '', ...(url && { url }) };
  }
  if (/^(?:https?|mailto|tel):/.test(what)) {
    return { type: 'link', url: decoded(what), text: decoded(label ?? what), style };
  }
  return words(label ?? `<${inside}>`, style);
}

/** What Slack makes of words that are not verbatim. */
const found = /(https?:\/\/[^\s<>|]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@(?:channel|here|everyone)\b)/;

function plain(text: string, style: Style, verbatim: boolean): RichTextElement[] {
  if (text === '') return [];
  if (verbatim) return [words(text, style)];
  return text
    .split(found)
    .map((part, index): RichTextElement => {
      if (index % 2 === 0) return words(part, style);
      if (part.startsWith('@')) return special(`!${part.slice(1)}`, style);
      return special(part.includes('://') ? part : `mailto:${part}|${part}`, style);
    })
    .filter((element) => element.type !== 'text' || element.text !== '');
}

const words = (text: string, style: Style) => ({
  type: 'text' as const,
  text: decoded(text),
  style,
});

/** Slack escapes three characters, and no others. */
const decoded = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
