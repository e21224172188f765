import type { TableRow } from '../domain/people-columns.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { unguarded } from '../utils/formula-guard.ts';
import { inSlices } from '../utils/in-slices.ts';
import { attributesOf, unescaped, type XmlPiece, xmlPieces } from './xml.ts';
import { type Archive, openZip, type ZipContent } from './zip.ts';

/**
 * A worksheet. Its rows, blank ones too, are taken apart as they are asked for; undefined is but a pause. They end at
 * a row that goes beyond `maxColumns`, which is given as one of so many empty cells and one more.
 */
export type Sheet = { name: string; rows: Iterable<TableRow | undefined> };

type Limits = { maxInflatedBytes: number; maxSheets: number; maxColumns: number };

/** Tags until a pause: a millisecond's work. */
const tagsAtOnce = 2_000;

type Unread = 'workbook' | 'too_large';

/**
 * Whether these bytes are a workbook of Excel, OpenOffice or Numbers, or something else in an archive, by how they begin: a name
 * says little.
 */
export const isWorkbook = (bytes: Uint8Array): boolean =>
  [
    [0x50, 0x4b, 0x03, 0x04],
    [0xd0, 0xcf, 0x11, 0xe0],
  ].some((start) => start.every((byte, at) => bytes[at] === byte));

/**
 * The worksheets of an Excel workbook (.xlsx) that can be seen, in their order. `workbook` if it is of another kind, locked or
 * broken. https://ecma-international.org/publications-and-standards/standards/ecma-376/
 */
export async function readSheets(
  bytes: Uint8Array,
  { maxInflatedBytes, maxSheets, maxColumns }: Limits,
): Promise<Result<Sheet[], Unread>> {
  const archive = openZip(bytes, maxInflatedBytes);
  if (!archive) return err('workbook');
  const root = await readRelations(archive, '');
  if (!root.ok) return root;
  const bookPath = root.value.find(({ type }) => type === 'officeDocument')?.path ?? '';
  const book = await readPart(archive, bookPath, partBytes);
  if (!book.ok) return book;
  const relations = await readRelations(archive, bookPath);
  if (!relations.ok) return relations;

  const texts = relations.value.find(({ type }) => type === 'sharedStrings');
  const shared = texts ? await readPart(archive, texts.path) : ok('');
  if (!shared.ok) return shared;
  const strings = await inSlices(sharedStrings(shared.value));

  const sheets: Sheet[] = [];
  let isWorkbookOfExcel = false;
  const byId = new Map(relations.value.map((relation) => [relation.id, relation]));
  for (const { name, isEnd, attributes } of xmlPieces(book.value)) {
    if (name !== 'sheet' || isEnd) continue;
    isWorkbookOfExcel = true;
    const sheet = attributesOf(attributes);
    if (sheets.length === maxSheets) return err('too_large');
    const found = byId.get(sheet.id ?? '');
    // A chart has no cells, and a sheet that is hidden is not what somebody has looked at.
    if (found?.type !== 'worksheet' || (sheet.state ?? 'visible') !== 'visible') continue;
    const content = await readPart(archive, found.path);
    if (!content.ok) return content;
    sheets.push({ name: sheet.name ?? '', rows: rowsOf(content.value, strings, maxColumns) });
  }
  return isWorkbookOfExcel ? ok(sheets) : err('workbook');
}

/** More than the parts take that only say where the others are. */
const partBytes = 1024 * 1024;

async function readPart(
  archive: Archive,
  path: string,
  most = Number.POSITIVE_INFINITY,
): Promise<Result<string, Unread>> {
  const content: ZipContent = await archive.read(path, most);
  if (content === 'too_large') return err('too_large');
  return content ? ok(new TextDecoder().decode(content)) : err('workbook');
}

type Relation = { id: string; type: string; path: string };

/** What a part refers to, and where that is: ECMA-376, part 2, chapter 9. The empty path is the workbook's own. */
async function readRelations(archive: Archive, path: string): Promise<Result<Relation[], Unread>> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const file = path.slice(folder.length);
  const xml = await readPart(archive, `${folder}_rels/${file}.rels`, partBytes);
  if (!xml.ok) return xml;
  const relations: Relation[] = [];
  for (const { name, attributes } of xmlPieces(xml.value)) {
    if (name !== 'Relationship') continue;
    const { Id = '', Target = '', Type = '' } = attributesOf(attributes);
    relations.push({
      id: Id,
      type: Type.slice(Type.lastIndexOf('/') + 1),
      path: Target.startsWith('/') ? Target.slice(1) : `${folder}${Target}`,
    });
  }
  return ok(relations);
}

/** Gathers a text, of which every part may look different, without the hints how it is pronounced. */
function createText() {
  let text = '';
  let isHint = false;
  return {
    add: ({ name, isEnd, text: part }: XmlPiece) => {
      if (name === 'rPh') isHint = !isEnd;
      else if (name === 't' && !isEnd && !isHint) text += part;
    },
    take: () => {
      const whole = plain(text);
      text = '';
      return whole;
    },
  };
}

/** `_x000D_` is a character that XML can't hold: ECMA-376, part 1, 22.9.2.19. */
const plain = (text: string): string =>
  unescaped(text).replace(/_x([\dA-F]{4})_/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );

/** The texts that cells refer to by their numbers. */
function* sharedStrings(xml: string): Generator<void, string[]> {
  const strings: string[] = [];
  const text = createText();
  let tags = 0;
  for (const piece of xmlPieces(xml)) {
    text.add(piece);
    if (piece.name === 'si' && piece.isEnd) strings.push(text.take());
    tags += 1;
    if (tags % tagsAtOnce === 0) yield;
  }
  return strings;
}

function* rowsOf(
  xml: string,
  strings: readonly string[],
  maxColumns: number,
): Generator<TableRow | undefined> {
  const text = createText();
  let tags = 0;
  let line = 0;
  let cells: string[] = [];
  let column = -1;
  let type: string | undefined;
  let value = '';
  for (const piece of xmlPieces(xml)) {
    text.add(piece);
    const { name, isEnd, attributes } = piece;
    if (name === 'row' && isEnd) {
      yield { line, cells: Array.from(cells, (cell) => cell ?? '') };
      cells = [];
      column = -1;
    } else if (name === 'row') {
      line = Number(attributesOf(attributes).r) || line + 1;
    } else if (name === 'c' && !isEnd) {
      const { r, t } = attributesOf(attributes);
      column = columnIn(r) ?? column + 1;
      if (column >= maxColumns) {
        yield { line, cells: Array<string>(maxColumns + 1).fill('') };
        return;
      }
      type = t;
      value = '';
    } else if (name === 'c') {
      if (type === 's') value = strings[Number(value)] ?? '';
      else value = type === 'inlineStr' ? text.take() : plain(value);
      cells[column] = unguarded(value.trim()).trim();
    } else if (name === 'v' && !isEnd) {
      value = piece.text;
    }
    tags += 1;
    if (tags % tagsAtOnce === 0) yield undefined;
  }
}

/** The number of the column in a reference such as `AB12`, counted from 0. */
function columnIn(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference ?? '')?.[0];
  if (!letters) return undefined;
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
