import type { BatchReport } from '../domain/invitation.ts';
import type { PackedText } from '../formats/packed-text.ts';
import { csvHead, csvLines } from '../formats/write-csv.ts';
import { resultFile as text } from '../text/index.ts';

/** A file to upload: `name` is its file name, `title` what the conversation shows. */
export type TextFile<Content = string | PackedText> = {
  name: string;
  title: string;
  content: Content;
};

/** A CSV file with the result of each invite of a batch, whose cells the invite form reads as they were. */
export function resultFile({ batch, entries, lastEndedAt }: BatchReport): TextFile<string> {
  const rows = entries.map(({ invitee, role, state }) => {
    const member = 'member' in state ? state.member : undefined;
    return [
      invitee.address,
      member ? (member.roleName ?? '') : role.name,
      text.resultPlain(state),
      member ? text.statusPlain(member.status) : '',
      text.whyPlain(state),
    ];
  });
  return {
    name: text.namePlain(lastEndedAt ?? batch.at),
    title: text.titlePlain(batch.organization.name),
    content: csvHead(text.columnsPlain) + csvLines(rows),
  };
}
