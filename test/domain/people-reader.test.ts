import { describe, expect, it } from 'vitest';
import { PeopleReader } from '../../src/domain/people-reader.ts';

const ada = 'ada@example.com';
const grace = 'grace@example.com';
const eve = 'eve@evil.example';

type Case = [text: string, people: string[], leftovers: string[]];

function reads(...cases: Case[]) {
  it.each(cases)('%j names %j and leaves over %j', (text, people, leftovers) => {
    const read = new PeopleReader(text, 0).read();
    expect(
      read.people.map((named) => (named.kind === 'address' ? named.address : `@${named.userId}`)),
    ).toEqual(people);
    expect(read.leftovers.map((each) => each.trim())).toEqual(leftovers);
  });
}

describe('a list', () => {
  reads(
    [`1. ${ada}\n2) ${grace}`, [ada, grace], []],
    [`1. Ada ${ada}`, [ada], ['Ada']],
    [`Ada 1. ${ada}`, [ada], ['Ada 1.']],
    [`- ${ada}\n- ${grace}`, [ada, grace], []],
    [`[x] ${ada}\n[ ] ${grace}`, [ada, grace], []],
    [`[7] ${ada}\n(✓) ${grace}\n(1234) ${eve}`, [ada, grace, eve], []],
    [`[12345] ${ada}`, [ada], ['[12345]']],
    [`Ada [x] ${ada}`, [ada], ['Ada [x]']],
    [`(note) ${ada}`, [ada], ['(note)']],
  );
});

describe('a comment behind somebody', () => {
  reads(
    [`${ada} (note)`, [ada], []],
    [`<${ada}> (note) [more]`, [ada], []],
    [`${ada} (note), Bob`, [ada], ['Bob']],
    [`${ada} Bob (note)`, [ada], ['Bob (note)']],
    ['<@U1> (note)', ['@U1'], ['(note)']],
    [`${ada}\n(note)`, [ada], ['(note)']],
    [`${ada} (ADA@example.com)`, [ada], []],
    [`${ada} (${eve})`, [ada], [eve]],
    [`<${ada}> (${eve})`, [ada], [eve]],
    [`<${ada}> (note) (${eve})`, [ada], [eve]],
    [`<${ada}> (ADA@example.com) (${eve})`, [ada], [eve]],
    [`${ada}, (${eve})`, [ada, eve], []],
    [`Ada (${ada})`, [ada], []],
    [`Ada [${ada}]`, [ada], []],
  );
});

describe('an address that was broken by a slip of the finger', () => {
  reads(
    ['ada@example.co,uk', [], ['ada@example.co,uk']],
    ['ada@example.co, uk', ['ada@example.co'], ['uk']],
    [`${ada} com`, [], [`${ada} com`]],
    [`${ada},com`, [], [`${ada},com`]],
    [`${ada},Bob`, [ada], ['Bob']],
    [`${ada};com`, [ada], ['com']],
    [`Ada com ${ada}`, [ada], ['Ada com']],
    ['ada[@]example.com', [], ['ada[@]example.com']],
    ['ada(@)example.com', [], ['ada(@)example.com']],
    ['ada (@)example.com', [], ['ada', '@', 'example.com']],
    ['ada<@example.com', [], ['ada<@example.com']],
    [`${ada}<${grace}`, [], [`${ada}<${grace}`]],
    [`"ada"x@example.com`, [], ['"ada"x@example.com']],
    [`"ada":${grace}`, [grace], ['"ada"']],
    [`"ada" ${grace}`, [grace], ['"ada"']],
    [`ada <${grace}`, [grace], ['ada']],
    [`${ada}"${grace}`, [ada, grace], []],
    ['"ada b"@x.example', [], ['"ada b"@x.example']],
    [`"ada"@x.example ${ada}`, [ada], ['"ada"@x.example']],
    [`bad@"x`, [], ['bad@', 'x']],
  );
});

describe('words between people', () => {
  reads(
    [`${ada} and ${grace}`, [ada, grace], []],
    [`${ada}, and ${grace}`, [ada, grace], []],
    ['Ada and Bob', [], ['Ada and Bob']],
    [`Ada and ${ada}`, [ada], ['Ada']],
    [`Ada Lovelace – ${ada}`, [ada], []],
    [`Ada: ${ada}, Bob: ${grace}`, [ada, grace], []],
    [`${ada} Ada: ${grace}`, [ada, grace], []],
    [`Ada – Bob ${ada}`, [ada], ['Ada – Bob']],
    [`${ada} - Ada`, [ada], ['- Ada']],
    [`${ada} "note" Bob`, [ada], ['"note" Bob']],
    [`!!! ${ada} ---`, [ada], []],
    ['Ada, Bob', [], ['Ada', 'Bob']],
    ['Ada; Bob', [], ['Ada', 'Bob']],
    ['Ada Byron, Bob', [], ['Ada Byron', 'Bob']],
    [`Ada, Bob, ${ada}`, [ada], ['Ada', 'Bob']],
    [`${ada}, Ada, Bob`, [ada], ['Ada', 'Bob']],
    [`Email: ${ada}`, [ada], []],
    [`Email\nAda\n${ada}`, [ada], ['Ada']],
    [`Ada Email ${ada}`, [ada], ['Ada Email']],
    ['bob bad@ x', [], ['bob', 'bad@', 'x']],
    ['Ada <bob>', [], ['Ada <bob>']],
  );
});

describe('a line that names nobody to invite', () => {
  reads(
    [`# ${ada}\n${grace}`, [grace], [`# ${ada}`]],
    [`// ${ada}; ${eve}`, [], [`// ${ada}; ${eve}`]],
    [`#1 ${ada}`, [ada], []],
    [`${ada} # ${grace}`, [ada, grace], []],
    [`${grace}\n// ${ada}`, [grace], [`// ${ada}`]],
    [`Message-ID: <${eve}>\n${ada}`, [ada], [`Message-ID: <${eve}>`]],
    [`Subject: ${eve}\n ${ada}`, [ada], [`Subject: ${eve}`]],
  );
});

describe('a mail header', () => {
  reads(
    [`To: ${ada},\n ${grace}`, [ada, grace], []],
    [`To: Lovelace,\n Ada <${ada}>`, [ada], []],
    [`To: Lovelace,\n\tAda <${ada}>`, [ada], ['To: Lovelace']],
    [`To: Lovelace,\nAda <${ada}>`, [ada], ['To: Lovelace']],
    [`Lovelace,\n Ada <${ada}>`, [ada], ['Lovelace']],
    [`Ada To: Bob\n Joan <${ada}>`, [ada], ['Ada To: Bob']],
    [`To: Ada\nJoan\n Bob <${ada}>`, [ada], ['To: Ada', 'Joan']],
    [`To: ${ada}; Cc: ${grace}`, [ada, grace], []],
  );
});

describe('a display name', () => {
  reads(
    [`Lovelace, Ada <${ada}>`, [ada], []],
    [`${eve} <${ada}>`, [ada], []],
    [`${eve} ${grace} <${ada}>`, [ada], [eve, grace]],
    [`${eve} x <${ada}>`, [ada], [eve]],
    [`bad@ <${ada}>`, [ada], ['bad@']],
    [`"x@y" <${ada}>`, [ada], []],
    [`"${ada}, ${grace}" <${eve}>`, [eve], []],
    [`"${ada}" ${grace}`, [grace], [`"${ada}"`]],
    [`"${ada}" "${grace}"`, [ada, grace], []],
    [`"${ada}" x ${grace}`, [ada, grace], ['x']],
    [`"${ada}, ${grace}"`, [ada, grace], []],
    ['Ada <@U1>', ['@U1'], ['Ada']],
    [`Ada; Bob <${ada}>`, [ada], ['Ada']],
  );
});

describe('a link', () => {
  reads(
    [`<a href="mailto:${ada}">Ada</a>`, [ada], []],
    [`<a href="mailto:${ada}">${eve}</a>, Bob`, [ada], ['Bob']],
    [`<a href="mailto:${ada}">Ada <b>L</b></a> Bob`, [ada], ['Bob']],
    [`<a href="mailto:${ada}">Ada</a> ${grace}`, [ada, grace], []],
    [`<p>Ada</p> ${ada}`, [ada], ['Ada']],
    [`Bob <br> <${ada}>`, [ada], ['Bob']],
    [`Ada </a> <${ada}>`, [ada], ['Ada']],
    [`[Ada](mailto:${ada})`, [ada], []],
    [`Bob [Ada](mailto:${ada})`, [ada], ['Bob']],
    [`[${eve}](mailto:${ada})`, [ada], []],
    [`[${ada}](https://x.example)`, [ada], [`[${ada}](https://x.example)`]],
    ['[Ada](https://x.example)', [], ['[Ada](https://x.example)']],
    ['[Ada](', [], ['[Ada]']],
    [`[Ada](mailto:${ada}?cc=${grace})`, [ada], [`cc=${grace}`]],
    [`<mailto:${ada}?cc=${grace}>`, [ada], [`cc=${grace}`]],
  );
});

describe('a list in brackets', () => {
  reads(
    [`Team (${ada}, ${grace})`, [ada, grace], []],
    [`Team (${ada}, Bob)`, [ada], ['Team', 'Bob']],
    [`Team: (${ada}, bad@)`, [ada], ['Team:', 'bad@']],
    ['Team (bad@)', [], ['Team', 'bad@']],
    [`Team <${ada}; ${grace}>`, [ada, grace], []],
    [`((${ada}))`, [ada], []],
    [`<"${ada}, ${grace}">`, [ada, grace], []],
    [`<"${ada}, (${grace}, ${eve})">`, [ada], [`${grace}, ${eve}`]],
  );
});

describe('addresses with a slash', () => {
  reads(
    [`${ada}/${grace}`, [ada, grace], []],
    [`${ada}/Bob`, [], [`${ada}/Bob`]],
    ['a/b@x.example', ['a/b@x.example'], []],
    [`${ada}/`, [], [`${ada}/`]],
  );
});
