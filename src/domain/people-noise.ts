/** What people write around addresses that names nobody. Each is recognized only where it can't be anything else. */

/** A bullet's number at the beginning of a line, such as `1.` or `#12)`. */
export const isListMark = (word: string): boolean => /^[#№]?\d{1,4}[.):．、]?$/.test(word);

/** The name of a mail header at the beginning of a line, whose value may go on in the next one. */
export const isHeader = (word: string): boolean =>
  /^(?:to|cc|bcc|from|reply-to|an|von|kopie|para|de|à|til|fra|aan|van|do|od)[:：]$/iu.test(word);

/**
 * Whether the first word of a line says that what follows names nobody to invite: a comment, or a mail header with identifiers
 * that look like addresses.
 */
export const isAside = (word: string): boolean =>
  /^(?:#(?!\d)|\/\/|(?:message-id|in-reply-to|references|date|subject|mime-version|content-type):)/i.test(
    word,
  );

/** Whether a word behind an address is the rest of it, torn off by a slip of the finger: "ada@example,com". */
export const isTornOff = (word: string): boolean =>
  /^\.?(?:com|net|org|edu|gov|info|biz|io|uk|eu|ch|nl)$/i.test(word);

/** Whether a word says that what stands before it is the name of who comes next: "Ada – ", "Ada: ". */
export const isBinder = (word: string): boolean =>
  word.endsWith(':') || word.endsWith('：') || /^(?:[-–—=→]|->|=>)$/.test(word);

/** Whether a word joins two people. */
export const isConjunction = (word: string): boolean =>
  /^(?:and|or|und|et|y|e|en|og|och|i|и|和|と|&|\+)$/iu.test(word);

const longestHeading = 40;

/** Whether a text is a heading over addresses, or in front of them. */
export function isHeading(text: string): boolean {
  if (text.length > longestHeading) return false;
  const bare = text.replace(/^[\s\p{Cf}"“”„]+|[\s\p{Cf}"“”„]+$/gu, '');
  return /^(?:(?:e-?mails?|mail)(?:[ -]address(?:es)?)?|address(?:es)?|adress?en?|courriels?|correos?|(?:to|cc|bcc|from|reply-to)(?=[:：]))\s*[:：]?$/iu.test(
    bare,
  );
}
