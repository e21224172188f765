import { parseAddress } from './address.ts';

/** What stands between words, never in an address. */
const between = /[\s,;<>"]/;

/** As `a@b.c`. */
const shortestAddress = 5;

/** A longer word is no address, and no time is spent on it. */
const longestWord = 320;

const invisible = '\\p{Cf}\\uFE0E\\uFE0F';
const blankOrInvisible = new RegExp(`[\\s${invisible}]`, 'u');
const pairs: Record<string, string> = {
  "'": "'",
  '‘': '’',
  '’': '’',
  '‚': '‘',
  '‹': '›',
  '›': '‹',
  '*': '*',
  _: '_',
  '`': '`',
  '´': '´',
  '~': '~',
  '{': '}',
};
const openers = new Set(['(', '[', '{', '<', ':', '‘', '‚', '‹', '›', '´', '\\']);
const closers = new Set([..."'’‘›‹´`*.:!?…。)]}>~_\\"]);

/** What a scheme or a label in front of an address may be, such as `SMTP:`; other links with an `@` name no mailbox. */
const label = /^([\p{L}][\p{L}\p{N}=._-]*)[:：]\/{0,2}(?=[^/])/u;
const assigned = /^(?:e-?mail|mail|user|username|to|cn)=/i;
const links =
  /^(?:https?|ftps?|sftp|ssh|git|file|data|tel|sips?|xmpp|acct|imaps?|smtps|mysql|postgres\w*|redis)$/i;

/** The address that a word spells, without the marks around it; `extra` is what else it names, such as a link's copies. */
export type SpelledAddress = { address: string; extra?: string };

/**
 * Reads an address as people write it: in quotes, brackets or Markdown, at the end of a sentence, behind a label, or as a
 * `mailto:` link. Marks and invisible characters go from its edges only: within, they make it another word.
 */
export function readAddress(word: string): SpelledAddress | undefined {
  if (word.length < shortestAddress || word.length > longestWord) return undefined;
  let rest = word;
  let bare = trimMarks(rest);
  for (let found = label.exec(bare); found; found = label.exec(bare)) {
    const [whole, name = ''] = found;
    if (links.test(name)) return undefined;
    // The marks stay around what follows: behind a label, a quotation mark has its partner at the end.
    rest = rest.slice(rest.indexOf(whole) + whole.length);
    if (name.toLowerCase() === 'mailto') return readLink(rest);
    bare = trimMarks(rest);
  }
  if (between.test(bare)) return undefined;
  const address = parseAddress(bare.replace(assigned, ''));
  return address === undefined ? undefined : { address };
}

/**
 * A `mailto:` link is percent-encoded and may have parameters, or Slack's label behind a pipe.
 * https://www.rfc-editor.org/rfc/rfc6068#section-2
 */
function readLink(target: string): SpelledAddress | undefined {
  const end = target.search(/[?|]/);
  const address = parseAddress(trimMarks(decoded(end < 0 ? target : target.slice(0, end))));
  if (address === undefined) return undefined;
  const extra = end < 0 || target[end] === '|' ? '' : decoded(target.slice(end + 1));
  return extra.includes('@') ? { address, extra } : { address };
}

/** Nothing to remove, as nearly always. */
const plainEdges = /^[a-z0-9](?:.*[a-z0-9])?$/i;

/** Removes blanks, invisible characters, and marks that stand in pairs around a word or can't be part of an address there. */
function trimMarks(text: string): string {
  if (plainEdges.test(text)) return text;
  let start = 0;
  let end = text.length;
  while (start < end) {
    const first = text.charAt(start);
    const last = text.charAt(end - 1);
    if (blankOrInvisible.test(first) || openers.has(first)) {
      // A brace may begin an address, unless it is closed behind it.
      if (first === '{' && last !== '}') break;
      start += 1;
      if (pairs[first] === last && end > start) end -= 1;
    } else if (blankOrInvisible.test(last)) end -= 1;
    else if (pairs[first] === last && end - start > 1) {
      start += 1;
      end -= 1;
    } else if (closers.has(last)) {
      // Behind the mark that ends the sentence, the partner of the first character may be next.
      end -= 1;
    } else break;
  }
  return text.slice(start, end);
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
