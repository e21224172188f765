import { readAddress, type SpelledAddress } from './spelled-address.ts';

/** What stands in angle brackets: a mention of Slack's, an address, or a tag of HTML. */
export type Angle =
  | { kind: 'mention'; userId: string }
  /** `isLink`: by the start of an HTML link, so that its text follows. */
  | ({ kind: 'address'; isLink: boolean } & SpelledAddress)
  | { kind: 'tag'; isLinkEnd: boolean };

const tags = new Set(
  (
    'a abbr blockquote body br center code div em font h1 h2 h3 h4 head hr html img li meta ol p pre small span strong ' +
    'style sub sup table tbody td tfoot th thead title tr ul'
  ).split(' '),
);

/** Undefined for anything else. */
export function readAngle(inner: string): Angle | undefined {
  const userId = /^@([UW][A-Z0-9]+)(?:\|.*)?$/.exec(inner)?.[1];
  if (userId) return { kind: 'mention', userId };
  const address = readAddress(inner);
  if (address) return { kind: 'address', isLink: false, ...address };
  const tag = /^\/?([a-z][a-z0-9]*)(?=[\s/]|$)/i.exec(inner)?.[1]?.toLowerCase();
  if (tag === undefined || !tags.has(tag)) return undefined;
  const link = /\shref\s?=\s?["']?(mailto:[^"'\s]*)/i.exec(inner)?.[1];
  const target = link === undefined ? undefined : readAddress(link.replaceAll('&amp;', '&'));
  if (target) return { kind: 'address', isLink: true, ...target };
  return inner.includes('@') ? undefined : { kind: 'tag', isLinkEnd: /^\/a\b/i.test(inner) };
}
