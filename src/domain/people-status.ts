import { simplified } from './people-headings.ts';

/** Why somebody in a directory's export is not there any more, or never was somebody. */
type Inactive = 'deactivated' | 'bot';

const gone = new Set(
  (
    'deactivated disabled suspended inactive deleted removed archived blocked terminated deprovisioned deaktiviert gesperrt inaktiv ' +
    'geloscht blockiert desactive inactif suspendu supprime bloque desactivado inactivo suspendido eliminado bloqueado disattivato ' +
    'inattivo sospeso eliminato desativado inativo suspenso excluido'
  ).split(' '),
);
const bots = new Set(['bot', 'bots']);

/** Columns that say yes or no, by what it takes for somebody to be left out. */
const flags = new Map<string, { says: boolean; why: Inactive }>([
  ...(
    'suspended issuspended deactivated isdeactivated disabled isdisabled deleted isdeleted archived isarchived inactive isinactive ' +
    'blocked isblocked blockcredential blockcredentials'
  )
    .split(' ')
    .map((name) => [name, { says: true, why: 'deactivated' }] as const),
  ...['active', 'isactive', 'enabled', 'isenabled', 'accountenabled'].map(
    (name) => [name, { says: false, why: 'deactivated' }] as const,
  ),
  ...['bot', 'isbot'].map((name) => [name, { says: true, why: 'bot' }] as const),
]);
const yes = new Set('true yes 1 y x ja oui si sim да wahr vrai verdadero vero'.split(' '));
const no = new Set('false no 0 n nein non nao нет falsch faux falso'.split(' '));

/** Says, of a row's cells, why somebody is left out; with the words of the file. */
export type StatusOf = (cells: readonly string[]) => { why: Inactive; says: string } | undefined;

/**
 * How to tell from a row whether somebody is deactivated, or a bot, in the exports of Slack, Google, Microsoft and others. `at` is
 * the column that says it in a word, or -1.
 */
export function statusReader(headings: readonly string[], at: number): StatusOf {
  const asked = headings.flatMap((heading, column) => {
    const flag = flags.get(simplified(heading));
    return flag ? [{ ...flag, heading, column }] : [];
  });
  return (cells) => {
    const status = cells[at] ?? '';
    const why = inactive(status);
    if (why) return { why, says: status };
    for (const { says, why, heading, column } of asked) {
      const cell = cells[column] ?? '';
      if ((says ? yes : no).has(simplified(cell))) return { why, says: `${heading}: ${cell}` };
    }
    return undefined;
  };
}

function inactive(status: string): Inactive | undefined {
  const words = status.split(/[^\p{L}]+/u).map(simplified);
  const isNot = words.some((word) => /^(not|never|nicht|no|non|nunca)$/.test(word));
  if (isNot)
    return words.some((word) => /^(a[ck]ti|enabled)/.test(word)) ? 'deactivated' : undefined;
  if (words.some((word) => bots.has(word))) return 'bot';
  return words.some((word) => gone.has(word)) ? 'deactivated' : undefined;
}
