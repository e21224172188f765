import type { FileLeftOut, FileLine, UnusableFile } from '../domain/invite-input.ts';
import { sentence, slack } from '../limits.ts';
import { inBrief, likeAddressesFirst, quoteWords, someOf } from './words.ts';

/** Escapes what a file says, where that is needed. */
type Format = (text: string) => string;

/** Why a file can't be used, and what to do. */
export function unusableFile(file: UnusableFile, format: Format): string {
  switch (file.why) {
    case 'empty':
      return 'There is nobody in this file. Choose another one.';
    case 'no_column': {
      const columns =
        file.columns.length > 0 ? ` Its columns: ${format(quoteWords(file.columns))}.` : '';
      return `This file has no column with e-mail addresses.${columns} Choose another one.`;
    }
    case 'not_csv':
      return "This isn't a table that I can read. Choose a file that your spreadsheet has saved as CSV.";
    case 'workbook':
      return "I can't read this kind of workbook. Choose a file that your spreadsheet has saved as CSV.";
    case 'too_large':
      return `This file is larger than ${slack.maxFileBytes / 1024 / 1024} MB. Choose a smaller one.`;
    case 'too_long':
      return 'This file has too many lines or columns. Choose a smaller one.';
    case 'not_found':
      return "Slack doesn't have this file any more. Choose it again.";
    case 'not_granted':
      return 'The app may no longer read files. Close the form and open it again.';
    case 'unavailable':
      return "Slack can't give me this file right now. Nobody was invited; send it again.";
  }
}

/** Which lines of a file name nobody, and what they say. */
export function linesNotUsed(lines: readonly FileLine[], format: Format): string {
  const groups = [...Map.groupBy(lines, ({ why }) => why)].map(([why, group]) =>
    linesWith(whatLinesHave[why], group, format),
  );
  return asManyAsFit(groups, 'Other lines were left out, too.');
}

const whatLinesHave: Record<FileLine['why'], { one: string; many: string }> = {
  no_address: {
    one: 'has no e-mail address that I understand',
    many: 'without an e-mail address that I understand',
  },
  misplaced: {
    one: 'has an e-mail address, but not where the people are',
    many: 'with an e-mail address, but not where the people are',
  },
};

function linesWith(
  what: { one: string; many: string },
  group: readonly FileLine[],
  format: Format,
): string {
  const lines = likeAddressesFirst(group, ({ text }) => text);
  const [line] = lines;
  if (line && lines.length === 1) {
    return `Line ${line.number} of the file ${what.one}: ${format(quoteWords([line.text]))}.`;
  }
  const quoted = lines
    .slice(0, sentence.items)
    .map(({ number, text }) => `Line ${number}: ${format(quoteWords([text]))}.`);
  const more = lines.length - quoted.length;
  return [
    `The file has ${lines.length} lines ${what.many}.`,
    ...quoted,
    ...(more > 0 ? [`And ${more === 1 ? '1 more line' : `${more} more lines`}.`] : []),
  ].join(' ');
}

/** Who in a file is not invited, and why. */
export function leftOutOfFile(leftOut: readonly FileLeftOut[], format: Format): string {
  const byReason = Map.groupBy(leftOut, ({ why, says }) => `${why} ${says}`);
  const groups = [...byReason.values()].map((group) => {
    const who = group.map(({ who, line }) => `${format(inBrief(who))} (line ${line})`);
    return `${whyLeftOut(group[0], format)}: ${someOf(who, sentence.items)}.`;
  });
  return asManyAsFit(groups, 'Others were left out, too.');
}

/** As many of these sentences as a message has room for, and one for the rest. */
function asManyAsFit(sentences: readonly string[], rest: string): string {
  let characters = 0;
  const shown = sentences.filter((each, at) => {
    characters += each.length;
    return at === 0 || characters <= sentence.listCharacters;
  });
  return [...shown, ...(shown.length < sentences.length ? [rest] : [])].join(' ');
}

function whyLeftOut(leftOut: FileLeftOut | undefined, format: Format): string {
  const says = format(quoteWords([leftOut?.says ?? '']));
  switch (leftOut?.why) {
    case 'other_column':
      return `The column ${says} was left out, since another one has people's addresses`;
    case 'other_sheet':
      return `The sheet ${says} was left out, since only the first one with addresses is read`;
    default:
      return `Left out, since the file says ${says}`;
  }
}
