/**
 * What the headings of people's tables mean, in the languages that spreadsheets and directories write them in. Words in brackets,
 * as in `Email Address [Required]`, say nothing.
 */

/** Without case, accents, brackets, spaces and punctuation. */
export const simplified = (heading: string): string =>
  plain(heading).replace(/[^\p{L}\p{N}]/gu, '');

const plain = (heading: string): string =>
  heading
    .slice(0, 200)
    .replace(/[[(][^\])]*[\])]/g, ' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase();

const wordsIn = (heading: string): string[] =>
  plain(heading.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')).split(/[^\p{L}\p{N}]+/u);

/** Headings as people write them, separated by commas. */
const list = (headings: string): string[] => headings.split(',').map(simplified);

/** Of the column that has the address by which somebody is invited, most reliable first. */
const address = list(
  'email,emails,email address,email addresses,work email,work email address,e-mail-adresse,user email,mail,' +
    'mail address,primary email,primary email address,address,addresses',
);

/** In a heading, these mean an address. */
const addressWord = new RegExp(
  list(
    'mail,courriel,correo,eposta,epost,sähköpost,pošta,poczt,epast,netfang,ebost,surel,barua pepe,почт,пошт,поща,имейл,' +
      'ηλεκτρον,メール,邮箱,邮件,郵件,信箱,电邮,電郵,이메일,메일,بريد,ایمیل,אימייל,דואל,อีเมล,ईमेल',
  ).join('|'),
);

/** What people sign in with is an address in some directories, and the only one in few. */
const login = new Set(
  list(
    'user name,login,login name,user principal name,upn,sign-in name,account name,user id,benutzername,anmeldename,' +
      'identifiant,nom d’utilisateur,usuario,nombre de usuario,utente,nome utente,логин,ユーザー名,用户名,사용자 이름',
  ),
);

/** An address of the same person, but not the one to write to. */
const secondWord =
  /^(recover|backup|altern|secondar|second$|2nd$|personal|privat|prive|perso$|home$|other$|otr[oa]$|autre|additional|old$|former$|previous$|wiederherst|zweit|sekund|ersatz|recuper|secours|secund|proxy|alias)|резерв|личн|дополнит|予備|個人|个人|備用|备用|备份|개인|보조|복구/;
const numbered = /^e?mail[2-9](value|address)?$/;

/** An address of somebody else, whom nobody has asked to invite. */
const otherPersonWord =
  /^(manager|supervis|boss$|owner|creat|sponsor|approv|assistan|referr|sender|reply|emergency|guardian|parent|vorgesetz|responsable|jefe$|gerente|superior|by$|von$)|руководител|上司|经理|經理/;

/**
 * How well a column fits as the one with people's addresses, the lowest best. From `unknown` on, the heading doesn't say that there
 * are addresses.
 */
export function addressRank(heading: string): number {
  const name = simplified(heading);
  const words = wordsIn(heading);
  if (words.some((word) => otherPersonWord.test(word))) return rank.otherPerson;
  if (numbered.test(name) || words.some((word) => secondWord.test(word))) return rank.second;
  if (login.has(name)) return rank.login;
  const at = address.indexOf(name);
  if (at >= 0) return at / address.length;
  return addressWord.test(name) ? rank.mentioned : rank.unknown;
}

export const rank = { mentioned: 1, unknown: 2, login: 3, second: 4, otherPerson: 5 } as const;

/** Nothing longer is a heading for its words: it is a sentence above a table. */
const headingCharacters = 60;

/** Whether a column is named after addresses, whatever else it is. */
const namesAddresses = (heading: string): boolean => {
  const name = simplified(heading);
  const isMentioned = heading.length <= headingCharacters && addressWord.test(name);
  return isMentioned || address.includes(name) || login.has(name);
};

/** Whether this is the heading of an address column, and can be nothing else. */
export const isAddressHeading = (heading: string): boolean => addressRank(heading) < rank.mentioned;

/** Of other columns; of several, the first in the list is the one. */
const others = {
  role: list(
    'piper role,role,roles,role name,user role,workspace role,rolle,rôle,rol,ruolo,papel,função,perfil,rola,rolle i piper,' +
      'rooli,роль,роли,役割,ロール,权限,角色,권한,역할',
  ),
  status: list(
    'status,account status,user status,member status,state,account state,user state,statut,estado,stato,статус,状态,狀態,' +
      'ステータス,상태',
  ),
  fullName: list(
    'full name,display name,name,user full name,anzeigename,nom complet,nombre completo,nome completo,namn,imię i nazwisko,' +
      '氏名,名前,姓名,이름,имя и фамилия',
  ),
  givenName: list('first name,given name,vorname,prénom,nombre,nome,imię,имя,名'),
  familyName: list(
    'last name,surname,family name,nachname,nom,nom de famille,apellido,apellidos,cognome,sobrenome,nazwisko,фамилия,姓',
  ),
};
type KnownColumn = keyof typeof others;

/** Where the columns are that mean something else than addresses; -1 for one that is not there. */
export function knownColumns(headings: readonly string[]): Record<KnownColumn, number> {
  const names = headings.map(simplified);
  const positionOf = (known: readonly string[]) =>
    names.indexOf(known.find((name) => names.includes(name)) ?? '\n');
  return {
    role: positionOf(others.role),
    status: positionOf(others.status),
    fullName: positionOf(others.fullName),
    givenName: positionOf(others.givenName),
    familyName: positionOf(others.familyName),
  };
}

/** What stands alone above a list of people. */
const people = new Set(
  list(
    'users,members,people,guests,contacts,participants,attendees,invitees,teilnehmer,mitglieder,gäste,' +
      'kontakte,personen,membres,invités,participantes,miembros,invitados,contactos,partecipanti,membri',
  ),
);

/** Whether a cell of a first row is a heading, rather than what somebody is called. */
export const isHeading = (cell: string): boolean => {
  const name = simplified(cell);
  return (
    namesAddresses(cell) ||
    people.has(name) ||
    Object.values(others).some((known) => known.includes(name))
  );
};
