import { stringify } from 'csv-stringify/sync';
import type { OrderReport } from '../domain/invitation.ts';
import { resultFile as text } from '../text/index.ts';

/** A text file for Slack: what it is called on a disk and in a conversation, and what is in it. */
export type TextFile = { name: string; title: string; content: string };

/**
 * How each invite of an order went, for a spreadsheet. What a spreadsheet would
 * take for a formula is marked as text: https://owasp.org/www-community/attacks/CSV_Injection
 */
export function resultFile({ order, entries, lastEndedAt }: OrderReport): TextFile {
  const rows = entries.map(({ invitee, role, standing }) => {
    const member = 'member' in standing ? standing.member : undefined;
    return [
      invitee.address,
      member ? (member.roleName ?? '') : role.name,
      text.resultPlain(standing),
      member ? text.statusPlain(member.status) : '',
      text.whyPlain(standing),
    ];
  });
  return {
    name: text.namePlain(lastEndedAt ?? order.at),
    title: text.titlePlain(order.organization.name),
    content: stringify([[...text.columnsPlain], ...rows], {
      bom: true,
      escape_formulas: true,
      record_delimiter: 'windows',
    }),
  };
}
