import { crc32, deflateRawSync } from 'node:zlib';

/** An archive of these files, as programs write them. */
export function zip(
  files: Record<string, string | Uint8Array>,
  { isStored = false, comment = '' } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const whole = Buffer.from(content);
    const data = isStored ? whole : deflateRawSync(whole);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(isStored ? 0 : 8, 4);
    about.writeUInt32LE(crc32(whole), 10);
    about.writeUInt32LE(data.length, 14);
    about.writeUInt32LE(whole.length, 18);
    about.writeUInt16LE(name.length, 22);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(at, 10);
    parts.push(Buffer.from('PK\x03\x04'), about, name, data);
    directory.push(Buffer.from('PK\x01\x02\x14\0'), about, where, name);
    at += 4 + about.length + name.length + data.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  end.writeUInt16LE(comment.length, 16);
  return Buffer.concat([...parts, list, Buffer.from('PK\x05\x06'), end, Buffer.from(comment)]);
}

export type SheetXml = { name: string; xml: string; state?: string };

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The text of a cell, in which what looks like an escaped character is escaped itself, as Excel does it. */
const cellText = (text: string) => escaped(text).replace(/_(?=x[\dA-F]{4}_)/gi, '_x005F_');

/** A worksheet with these rows; a cell is text, or XML that starts with `<`. */
export const sheet = (name: string, rows: readonly (readonly string[])[]): SheetXml => ({
  name,
  xml: `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="main"><sheetData>${rows
    .map((cells, at) => `<row r="${at + 1}">${cells.map(cellXml).join('')}</row>`)
    .join('')}</sheetData></worksheet>`,
});

const cellXml = (cell: string) =>
  cell.startsWith('<')
    ? cell
    : `<c t="inlineStr"><is><t xml:space="preserve">${cellText(cell)}</t></is></c>`;

const stringsRelation =
  '<Relationship Id="rIdS" Type="http://relationships/sharedStrings" Target="/xl/sharedStrings.xml"/>';

/** The files of a workbook of Excel's with these sheets; `strings` is the XML of the texts that cells share. */
export const workbookFiles = (
  sheets: readonly SheetXml[],
  strings?: string,
): Record<string, string> => ({
  '_rels/.rels':
    '<Relationships><Relationship Id="rId1" Type="http://relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  'xl/workbook.xml': `<workbook><sheets>${sheets
    .map(
      ({ name, state }, at) =>
        `<sheet name="${escaped(name)}" sheetId="${at + 1}"${state ? ` state="${state}"` : ''} r:id="rId${at + 1}"/>`,
    )
    .join('')}</sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships>${sheets
    .map(
      (_, at) =>
        `<Relationship Id="rId${at + 1}" Type="http://relationships/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
    )
    .join('')}${strings === undefined ? '' : stringsRelation}</Relationships>`,
  ...(strings !== undefined && { 'xl/sharedStrings.xml': `<sst>${strings}</sst>` }),
  ...Object.fromEntries(sheets.map(({ xml }, at) => [`xl/worksheets/sheet${at + 1}.xml`, xml])),
});

/** A workbook with these sheets. */
export const workbook = (...sheets: readonly SheetXml[]): Buffer => zip(workbookFiles(sheets));
