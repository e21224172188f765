import { asciiDomain } from './domains.ts';

/** The longest address that can be delivered to: https://www.rfc-editor.org/errata/eid1690 */
const maxBytes = 254;

/**
 * What browsers accept before the @, with letters of any script (RFC 6531), but for the pipe, which separates people, and the
 * equals sign, in front of which stands the name of a field.
 */
const localPart = /^[\p{L}\p{M}\p{N}.!#$%&'*+/?^_`{}~-]+$/u;

/** A mark of a list, of Markdown or of a spreadsheet that was pasted along. No mail provider lets an address begin with one. */
const beginsWithMark = /^[*=~#^?!$%&/`{}-]/;

/** The same in ASCII, as nearly all addresses are; a label has up to 63 characters. */
const plain =
  /^[a-z0-9_'+.][\w.!#$%&'*+/?^`{}~-]*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** What Entra calls a guest, where no mail arrives: https://learn.microsoft.com/entra/external-id/user-properties */
const guest = /#EXT#@/i;

/** A domain that never exists: https://www.rfc-editor.org/rfc/rfc2606#section-2 */
const noDomain = /\.invalid$/i;

const bytes = new TextEncoder();
const letters = /[^\p{L}\p{M}]+/u;
const latin = /\p{Script=Latin}/u;
const lookalike =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}]/u;
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/**
 * The address that a text is, composed (NFC) and otherwise as it was typed; undefined if it is none. The one rule for every
 * source: typed, in a file, in a Slack profile. Looser than many validators on purpose, since Piper has the final say.
 *
 * Refused is what only looks like another address: letters of two scripts in one word, and forms that Unicode calls
 * compatible, such as full-width letters.
 */
export function parseAddress(text: string): string | undefined {
  if (guest.test(text) || noDomain.test(text)) return undefined;
  if (text.length <= maxBytes && plain.test(text)) return text;
  // No composition makes it that much shorter; it would be work without a limit.
  if (text.length > 4 * maxBytes) return undefined;
  const address = text.normalize('NFC');
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (at < 1 || !localPart.test(local) || beginsWithMark.test(local)) return undefined;
  const ascii = asciiDomain(domain);
  const isAddress =
    ascii !== undefined &&
    !domain.endsWith('.') &&
    bytes.encode(local).length + 1 + ascii.length <= maxBytes &&
    address === address.normalize('NFKC') &&
    !address.split(letters).some((word) => latin.test(word) && lookalike.test(word)) &&
    // Where words are written without spaces, a sentence may go on right behind the domain.
    !domain.split(letters).some((word) => latin.test(word) && unspaced.test(word));
  return isAddress ? address : undefined;
}

const isAscii = /^[\0-\x7f]*$/;

/** An address in the form in which two are compared: without case, and its domain as DNS has it. */
export function addressKey(address: string): string {
  const folded = address.trim().normalize('NFC').toLowerCase();
  if (isAscii.test(folded)) return folded;
  const at = folded.lastIndexOf('@');
  const domain = folded.slice(at + 1);
  return folded.slice(0, at + 1) + (asciiDomain(domain) ?? domain);
}

/**
 * What addresses begin with, in the form in which they are compared; undefined if none does. Of a domain in other letters than ASCII only
 * the whole can be compared.
 */
export function beginningOfAddress(text: string): string | undefined {
  const typed = text.trim();
  if (parseAddress(typed) !== undefined) return addressKey(typed);
  if (typed.length > maxBytes) return undefined;
  const folded = typed.normalize('NFC').toLowerCase();
  const [local = '', domain = '', ...others] = folded.split('@');
  return localPart.test(local) && /^[a-z0-9.-]*$/.test(domain) && others.length === 0
    ? folded
    : undefined;
}
