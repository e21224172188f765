/** A tag without its namespace prefix, and the text up to the next one, escaped as it was. */
export type XmlPiece = { name: string; isEnd: boolean; attributes: string; text: string };

/** Far more than a tag of a workbook has. */
const tagCharacters = 2_000;

/**
 * The tags of an XML document that a program has written, in their order. Knows neither comments nor declarations of its own, so
 * that nothing in it can grow; takes time in proportion to the document.
 */
export function* xmlPieces(xml: string): Generator<XmlPiece> {
  let at = xml.indexOf('<');
  while (at >= 0) {
    const end = xml.indexOf('>', at);
    if (end < 0) return;
    const next = xml.indexOf('<', end);
    const tag = xml.slice(at + 1, Math.min(end, at + tagCharacters));
    const text = xml.slice(end + 1, next < 0 ? xml.length : next);
    const isEmpty = xml[end - 1] === '/';
    const isEnd = tag.startsWith('/');
    const name = nameOf(isEnd ? tag.slice(1) : tag);
    yield { name, isEnd, attributes: tag, text: isEmpty ? '' : text };
    if (isEmpty) yield { name, isEnd: true, attributes: '', text };
    at = next;
  }
}

function nameOf(tag: string): string {
  const end = tag.search(/[\s/]/);
  const name = end < 0 ? tag : tag.slice(0, end);
  return name.slice(name.indexOf(':') + 1);
}

/** The attributes of a tag, without prefixes. */
export function attributesOf(attributes: string): Partial<Record<string, string>> {
  const found: Partial<Record<string, string>> = {};
  for (const [, name = '', value = ''] of attributes.matchAll(
    /(?<![\w.-])([\w.-]+)\s*=\s*["']([^"']*)["']/g,
  )) {
    found[name] = unescaped(value);
  }
  return found;
}

const named: Partial<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text as it was before XML escaped it. */
export const unescaped = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (all, hex, decimal, name) =>
        name ? (named[name] ?? all) : character(hex ? Number.parseInt(hex, 16) : Number(decimal)),
      )
    : text;

const character = (code: number): string =>
  code <= 0x10_ffff ? String.fromCodePoint(code) : '\ufffd';
