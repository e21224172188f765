import { addressKey } from './address.ts';
import { readAngle } from './people-angle.ts';
import { type Item, isMaybeName } from './people-items.ts';
import {
  isAside,
  isBinder,
  isConjunction,
  isHeader,
  isHeading,
  isListMark,
  isTornOff,
} from './people-noise.ts';
import { endOf, isAngleBracket, isQuotationMark, type Token, tokensOf } from './people-tokens.ts';
import { readAddress, type SpelledAddress } from './spelled-address.ts';

/** Somebody named by a Slack mention or by an e-mail address, spelled as it was typed. */
export type PersonRef = { kind: 'mention'; userId: string } | { kind: 'address'; address: string };

/** Whether a text may hold an address, or one that was mistyped. */
export const hasAt = (text: string): boolean => text.includes('@') || text.includes('＠');
const hasLetter = /[\p{L}\p{N}]/u;

/** Reads a text in one go: what stands between two separators is kept until it is clear whether it is a display name. */
export class PeopleReader {
  readonly people: PersonRef[] = [];
  readonly leftovers: string[] = [];
  readonly #text: string;
  readonly #depth: number;

  /** What stands since the last separator. A comma is one only behind an `@`, since names are written with commas. */
  #run: Item[] = [];
  #hasMailbox = false;
  #isBehindComma = false;
  #comma: Token | undefined;
  /** Who was named right before: a comment in parentheses may follow. */
  #behind: string | undefined;
  #isLineStart = true;
  #lineStart = 0;
  /** In a line that names nobody to invite, as its first word says. */
  #isAside = false;
  #isInHeader = false;
  /** In an HTML link, whose text is a display name. */
  #isInLink = false;

  constructor(text: string, depth: number) {
    this.#text = text;
    this.#depth = depth;
  }

  read(): this {
    const tokens = tokensOf(this.#text);
    for (const token of tokens) {
      this.#readComma(token);
      if (this.#isAside && token.kind !== 'newline') continue;
      const behind = this.#behind;
      this.#behind = undefined;
      switch (token.kind) {
        case 'newline':
          this.#endLine(token.start, token.end);
          continue;
        case 'separator':
          this.#settle();
          break;
        case 'comma':
          this.#comma = token;
          break;
        case 'word':
          this.#readWord(token);
          break;
        case 'angle':
          this.#readAngle(token);
          break;
        case 'quoted':
          // RFC 5322 allows quotes before the @, which nobody means who pastes a list.
          if (this.#text[token.end] !== '@') this.#readQuoted(token);
          else this.#push({ kind: 'broken', start: token.start, end: endOf(tokens, token) });
          break;
        case 'square':
        case 'round':
          if (token.kind === 'square' && this.#text[token.end] === '(') {
            this.#readMarkdown(token, tokens.next().value ?? token);
          } else this.#readGroup(token, behind);
          break;
      }
      this.#isLineStart = false;
    }
    this.#endLine(this.#text.length, this.#text.length);
    return this;
  }

  #endLine(start: number, end: number): void {
    if (this.#isAside) this.leftovers.push(this.#text.slice(this.#lineStart, start));
    this.#isAside = false;
    this.#lineStart = end;
    // A mail header goes on in lines that begin with a blank.
    if (this.#isInHeader && /[ \t]/.test(this.#text.charAt(end))) return;
    this.#isInHeader = false;
    this.#isLineStart = true;
    this.#settle();
  }

  /** A comma separates behind an `@`, unless it has slipped into the domain. */
  #readComma(next: Token): void {
    const comma = this.#comma;
    if (!comma) return;
    this.#comma = undefined;
    const isInside = next.kind === 'word' && next.start === comma.end;
    if (isInside && isTornOff(this.#text.slice(next.start, next.end))) return;
    if (this.#hasMailbox) this.#settle();
    this.#isBehindComma = true;
  }

  #readWord({ start, end, hasAt }: Token & { kind: 'word' }): void {
    const isBehindAddress = this.#run.at(-1)?.kind === 'address';
    const word = hasAt || isBehindAddress || this.#isLineStart ? this.#text.slice(start, end) : '';
    if (this.#isLineStart && isAside(word)) this.#isAside = true;
    else if (isBehindAddress && isTornOff(word)) this.#breakLast(end);
    else if (hasAt && this.#isGlued(start)) this.#breakLast(end);
    else if (hasAt) this.#readMailbox(word, start, end);
    else if (!this.#isLineStart || !isListMark(word)) {
      this.#isInHeader ||= this.#isLineStart && isHeader(word);
      this.#pushWord(start, end);
    }
  }

  /** Makes one piece of what stood last and what goes on behind it, which together are no address. */
  #breakLast(end: number): void {
    const last = this.#run.pop();
    if (last) this.#push({ kind: 'broken', start: last.start, end });
  }

  /** Whether a word goes on behind a quotation mark, or a bracket without a partner, that stands in its middle. */
  #isGlued(start: number): boolean {
    const last = this.#run.at(-1);
    const before = this.#text.charAt(start - 1);
    if (/[:：]/.test(this.#text.charAt(start))) return false;
    return (
      last?.end === (isQuotationMark(before) ? start : isAngleBracket(before) ? start - 1 : -1)
    );
  }

  #readMailbox(word: string, start: number, end: number): void {
    const address = readAddress(word);
    // A slash may be part of an address, or stand between two.
    const addresses = address || !word.includes('/') ? [address] : word.split('/').map(readAddress);
    if (addresses.every((each) => each !== undefined)) {
      for (const each of addresses) this.#pushAddress(each, start, end, false);
    } else this.#push({ kind: 'broken', start, end });
  }

  #readAngle({ inner, start, end }: Token & { kind: 'angle' }): void {
    const named = readAngle(inner);
    switch (named?.kind) {
      case 'mention':
        this.#settle();
        this.people.push({ kind: 'mention', userId: named.userId });
        break;
      case 'address':
        this.#dropName();
        this.#add(named);
        this.#isInLink = named.isLink;
        break;
      case 'tag':
        if (this.#isInLink && named.isLinkEnd) this.#clear();
        else if (!this.#isInLink) this.#settle();
        if (named.isLinkEnd) this.#isInLink = false;
        break;
      default:
        if (hasAt(inner)) this.#readList(inner);
        else this.#pushWord(start, end);
    }
  }

  #readQuoted({ inner, start, end }: Token & { kind: 'quoted' }): void {
    const address = hasAt(inner) ? readAddress(inner) : undefined;
    if (address) this.#pushAddress(address, start, end, true);
    else if (hasAt(inner)) this.#push({ kind: 'quoted', start, end, inner });
    else this.#pushWord(start, end);
  }

  /** `[Ada](mailto:ada@example.com)`: the text of the link is a display name, if the link names somebody. */
  #readMarkdown(label: Token & { kind: 'square' }, target: Token): void {
    const address = target.kind === 'round' ? readAddress(target.inner) : undefined;
    this.#settle();
    if (address) this.#add(address);
    else {
      if (hasAt(label.inner)) this.#readList(label.inner);
      this.leftovers.push(this.#text.slice(label.start, target.end));
    }
  }

  #readGroup(token: Token & { kind: 'round' | 'square' }, behind: string | undefined): void {
    const { inner, start, end } = token;
    const last = this.#run.at(-1);
    const person = last?.kind === 'address' ? last.address : behind;
    const address = hasAt(inner) ? readAddress(inner) : undefined;
    if (!hasAt(inner)) {
      const isMark = this.#isLineStart && /^\s*(?:(?:[xX✓✔]|\d{1,4})\s*)?$/.test(inner);
      if (person !== undefined) this.#behind = behind;
      else if (!isMark) this.#pushWord(start, end);
    } else if (!address) {
      // "ada[@]example.com" is one word.
      if (last?.end === start) this.#breakLast(end);
      else this.#readList(inner);
    } else if (person === undefined) {
      this.#dropName();
      this.#add(address);
    } else {
      this.#behind = behind;
      // Another address of the same person, or somebody else: who can tell?
      if (addressKey(person) !== addressKey(address.address)) this.leftovers.push(inner);
    }
  }

  /** Reads a list in brackets, behind the name of a group or none; brackets within brackets only so deep. */
  #readList(inner: string): void {
    if (this.#depth >= 2) {
      this.#settle();
      this.leftovers.push(inner);
      return;
    }
    const { people, leftovers } = new PeopleReader(inner, this.#depth + 1).read();
    if (people.length > 0 && leftovers.length === 0) this.#dropName();
    else this.#settle();
    for (const person of people) this.people.push(person);
    for (const piece of leftovers) this.leftovers.push(piece);
  }

  #push(item: Item): void {
    this.#run.push(item);
    this.#hasMailbox ||= item.kind !== 'word';
    this.#isBehindComma = false;
  }

  #pushWord(start: number, end: number): void {
    const last = this.#run.at(-1);
    if (last?.kind === 'broken' && last.end === start) this.#breakLast(end);
    else this.#push({ kind: 'word', start, end, isBehindComma: this.#isBehindComma });
  }

  #pushAddress(spelled: SpelledAddress, start: number, end: number, isQuoted: boolean): void {
    const last = this.#run.at(-1);
    if (last?.kind === 'word') {
      const word = this.#text.slice(last.start, last.end);
      if (isConjunction(word)) this.#run.pop();
      // "Ada Lovelace – ada@example.com": the words are a name.
      else if (isBinder(word)) while (this.#run.at(-1)?.kind === 'word') this.#run.pop();
    }
    this.#push({ kind: 'address', start, end, isQuoted, ...spelled });
  }

  #add({ address, extra }: SpelledAddress): void {
    this.people.push({ kind: 'address', address });
    if (extra) this.leftovers.push(extra);
    this.#behind = address;
  }

  #clear(): void {
    this.#run = [];
    this.#hasMailbox = false;
    this.#isBehindComma = false;
  }

  /** Drops a display name. What may be somebody mistyped in it, or one of several people, is left over. */
  #dropName(): void {
    const run = this.#run;
    this.#clear();
    const addresses = run.filter(({ kind }) => kind === 'address').length;
    const isName = addresses === 1 && run.at(-1)?.kind === 'address';
    for (const { kind, start, end } of run) {
      if (kind === 'broken' || (kind === 'address' && !isName)) {
        this.leftovers.push(this.#text.slice(start, end));
      }
    }
  }

  /** Takes the run as it stands: its addresses are people, its words are left over, each unbroken row of them as one piece. */
  #settle(): void {
    const run = this.#run;
    this.#clear();
    let row: { start: number; end: number } | undefined;
    const endRow = () => {
      if (!row) return;
      const piece = this.#text.slice(row.start, row.end);
      row = undefined;
      if (hasLetter.test(piece) && !isHeading(piece)) this.leftovers.push(piece);
    };
    for (const [index, item] of run.entries()) {
      if (item.kind !== 'word' || item.isBehindComma) endRow();
      if (item.kind === 'word') row = { start: row?.start ?? item.start, end: item.end };
      else if (item.kind === 'address' && !isMaybeName(item, run[index + 1])) this.#add(item);
      else if (item.kind !== 'quoted') this.leftovers.push(this.#text.slice(item.start, item.end));
      else this.#readList(item.inner);
    }
    endRow();
    this.#behind = undefined;
  }
}
