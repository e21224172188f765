/** A piece of a text, from `start` to before `end`. */
export type Token = { start: number; end: number } & (
  | { kind: 'newline' | 'comma' | 'separator' }
  | { kind: 'word'; hasAt: boolean }
  /** `<…>`, `"…"`, `(…)` or `[…]`; `inner` is what stands in between. */
  | { kind: 'angle'; inner: string }
  | { kind: 'quoted'; inner: string }
  | { kind: 'round'; inner: string }
  | { kind: 'square'; inner: string }
);

type Mark =
  | 'blank'
  | 'newline'
  | 'comma'
  | 'separator'
  | 'quote'
  | 'angle'
  | 'round'
  | 'square'
  | 'close';

const marks: Record<Mark, string> = {
  newline: '\n\r',
  blank:
    ' \v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff',
  comma: ',，、،﹐﹑､',
  separator: ';；؛|｜\t',
  quote: '"“”„‟«»「」『』＂',
  angle: '<＜〈',
  round: '(（',
  square: '[［【〔',
  close: '>＞〉)）]］】〕',
};

/** What each UTF-16 code unit is; a part of a word if absent. A table, since a text has up to a million of them. */
const markOf: (Mark | undefined)[] = Array.from({ length: 0x10000 });
for (const mark of Object.keys(marks) as Mark[]) {
  for (const character of marks[mark]) markOf[character.charCodeAt(0)] = mark;
}

export const isQuotationMark = (character: string): boolean =>
  markOf[character.charCodeAt(0)] === 'quote';
/** Whether a character opens angle brackets. */
export const isAngleBracket = (character: string): boolean =>
  markOf[character.charCodeAt(0)] === 'angle';

const at = 0x40;
const wideAt = 0xff20;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/** The tokens of a text, in time that grows with its length alone. Blanks and brackets without a partner are no tokens. */
export function* tokensOf(text: string): Generator<Token> {
  let start = 0;
  while (start < text.length) {
    const code = text.charCodeAt(start);
    const mark = markOf[code];
    let end = start + 1;
    switch (mark) {
      case undefined: {
        let hasAt = isAt(code);
        for (; end < text.length; end += 1) {
          const next = text.charCodeAt(end);
          if (markOf[next] !== undefined) break;
          hasAt ||= isAt(next);
        }
        yield { kind: 'word', start, end, hasAt };
        break;
      }
      case 'newline':
        if (code === carriageReturn && text.charCodeAt(end) === lineFeed) end += 1;
        yield { kind: 'newline', start, end };
        break;
      case 'comma':
      case 'separator':
        yield { kind: mark, start, end };
        break;
      case 'quote':
      case 'angle':
      case 'round':
      case 'square': {
        const close = closeOf(text, end, mark);
        if (close === undefined) break;
        end = close + 1;
        yield {
          kind: mark === 'quote' ? 'quoted' : mark,
          start,
          end,
          inner: text.slice(start + 1, close),
        };
        break;
      }
    }
    start = end;
  }
}

const isAt = (code: number): boolean => code === at || code === wideAt;

/**
 * Where a bracket or quotation mark is closed; undefined where the line ends first, or another one opens. So no part of a text
 * is searched more than twice.
 */
function closeOf(
  text: string,
  from: number,
  opened: 'quote' | 'angle' | 'round' | 'square',
): number | undefined {
  for (let index = from; index < text.length; index += 1) {
    const mark = markOf[text.charCodeAt(index)];
    if (mark === 'newline') return undefined;
    if (opened === 'quote') {
      if (mark === 'quote') return index;
    } else if (opened === 'angle') {
      if (mark === 'angle') return undefined;
      if (isAngleClose(text, index)) return index;
    } else if (mark === 'round' || mark === 'square') return undefined;
    else if (mark === 'close' && !isAngleClose(text, index)) return index;
  }
  return undefined;
}

const isAngleClose = (text: string, index: number): boolean => '>＞〉'.includes(text.charAt(index));

/** Where the word behind a token ends. */
export function endOf(tokens: Generator<Token>, token: Token): number {
  const next = tokens.next();
  return next.done ? token.end : next.value.end;
}
