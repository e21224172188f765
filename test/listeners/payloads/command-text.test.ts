import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommandText } from '../../../src/listeners/payloads/command-text.ts';
import { anyCodeUnits, plausibleAddress } from '../../helpers/any-text.ts';

const address = (text: string) => ({ kind: 'address', address: text }) as const;
const mention = (userId: string) => ({ kind: 'mention', userId }) as const;
const ada = address('ada@example.com');
const grace = address('grace@example.com');

/** `text` as Slack escapes it. */
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What somebody typed for Slack to send this: the same without the links that Slack added. */
const typed = (slackText: string) =>
  slackText
    .replace(/<mailto:([^<>|]*)[^<>]*>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

describe('/piper-invite alone', () => {
  it.each(['', ' ', '\n\t '])('opens the empty form, with %j behind it', (text) => {
    expect(parseCommandText(text)).toEqual({ kind: 'form', people: [], leftovers: [] });
  });
});

describe('/piper-invite invite', () => {
  it.each(['', ' ada@example.com', ' <@U1>, ada@example.com as Editor', ' ada@example.com Editor'])(
    'is the same as without the word: invite%s',
    (rest) => {
      expect(parseCommandText(`invite${rest}`)).toEqual(parseCommandText(rest));
      expect(parseCommandText(` Invite ${rest}`)).toEqual(parseCommandText(rest));
    },
  );
});

describe('what Piper has no way to do', () => {
  it.each([
    ['remove ada@example.com', 'remove'],
    ['Delete', 'remove'],
    ['undo', 'take_back'],
    ['revoke ada@example.com', 'take_back'],
    ['resend <@U1>', 'resend'],
  ])('is known as such: %s', (text, what) => {
    expect(parseCommandText(text)).toEqual({ kind: 'impossible', what });
  });

  it.each(['remover ada@example.com', 'undo-me@example.com'])('is not meant by %s', (text) => {
    expect(parseCommandText(text).kind).not.toBe('impossible');
  });
});

describe('/piper-invite help', () => {
  it.each(['help', 'HELP', ' Help ', '?', ' ? '])('is understood as %j', (text) => {
    expect(parseCommandText(text)).toEqual({ kind: 'help' });
  });

  it.each(['help me', 'helpp', '??'])('is not %j', (text) => {
    expect(parseCommandText(text)).toMatchObject({ kind: 'not_understood' });
  });
});

describe('/piper-invite link and unlink', () => {
  const link = { kind: 'link', userId: 'UGRACE', address: 'grace@example.com' };

  it.each([
    'link <@UGRACE|grace> <mailto:grace@example.com|grace@example.com>',
    'LINK grace@example.com <@UGRACE>',
    'link <@UGRACE>, Grace &lt;grace@example.com&gt;',
    ' link  <@UGRACE|grace>\ngrace@example.com ',
  ])('links somebody to a member: %s', (text) => {
    expect(parseCommandText(text)).toEqual(link);
  });

  it.each([
    ['link <@UGRACE|grace>', { kind: 'show_link', userId: 'UGRACE' }],
    ['link grace@example.com', { kind: 'ask_for_link', address: 'grace@example.com' }],
    ['unlink <@UGRACE|grace>', { kind: 'unlink', userId: 'UGRACE' }],
    ['Unlink <@UGRACE>', { kind: 'unlink', userId: 'UGRACE' }],
  ])('shows, asks and ends: %s', (text, intent) => {
    expect(parseCommandText(text)).toEqual(intent);
  });

  it.each([
    'link',
    'unlink',
    'link @grace',
    'link me',
    'link <@UGRACE> <@UADA>',
    'link <@UGRACE> <@UADA> grace@example.com',
    'link <@UGRACE> grace@example.com ada@example.com',
    'link <@UGRACE> grace@example',
    'link grace@example.com as Editor',
    'unlink grace@example.com',
    'unlink <@UGRACE> grace@example.com',
    'unlink <@UGRACE> <@UADA>',
  ])('links nobody by guess: %s', (text) => {
    const [word = ''] = text.split(' ');
    expect(parseCommandText(text)).toMatchObject({ kind: 'incomplete', of: word });
  });

  it.each([
    'blink <@UGRACE> grace@example.com',
    '/link <@UGRACE> grace@example.com',
    'blink <@UGRACE>',
  ])('are not meant where the word is another one: %s', (text) => {
    expect(parseCommandText(text).kind).not.toMatch(/link/);
  });
});

describe('/piper-invite status and list', () => {
  it.each([
    ['status', { kind: 'status' }],
    ['List', { kind: 'list' }],
    ['status ada@example.com', { kind: 'status_of', who: ada }],
    ['STATUS  <mailto:ada@example.com|ada@example.com>', { kind: 'status_of', who: ada }],
    ['status <@U1|grace>', { kind: 'status_of', who: mention('U1') }],
    ['status   ada@example.com', { kind: 'status_of', who: ada }],
    ['status Ada Lovelace &lt;ada@example.com&gt;', { kind: 'status_of', who: ada }],
  ])('are understood as %j', (text, intent) => {
    expect(parseCommandText(text)).toEqual(intent);
  });

  it.each([
    'status ada',
    'status ada@',
    'status ada@example.com grace@example.com',
    'status <@U1><@U2>',
    'status please ada@example.com',
    'status ada@example.com Editor',
  ])('are incomplete: %j', (text) => {
    expect(parseCommandText(text)).toMatchObject({ kind: 'incomplete', of: 'status' });
  });

  it.each(['list ada@example.com', 'lists'])('are not %j', (text) => {
    expect(parseCommandText(text)).toMatchObject({ kind: 'not_understood' });
  });
});

describe('/piper-invite check', () => {
  const asked = (people: object[], about: object = {}) => ({
    kind: 'check',
    people,
    leftovers: [],
    ...about,
  });

  it.each([
    ['check ada@example.com as Editor', asked([ada], { role: 'Editor' })],
    ['CHECK  <mailto:ada@example.com|ada@example.com>', asked([ada])],
    ['check ada@example.com Editor', asked([ada], { role: 'Editor' })],
    ['check ada@example.com, grace@example.com', asked([ada, grace])],
    ['check <@UGRACE|grace> as Editor', asked([mention('UGRACE')], { role: 'Editor' })],
    ['check <@UGRACE|grace>', asked([mention('UGRACE')])],
    ['check ada@example.com <@UGRACE>', asked([ada, mention('UGRACE')])],
    ['check', asked([])],
    ['check ada@example', asked([], { leftovers: ['ada@example'] })],
  ])('is about the own invites: %s', (text, intent) => {
    expect(parseCommandText(text)).toEqual(intent);
  });

  it.each([
    ['check <@UBOB|bob> ada@example.com as Editor', asked([ada], { by: 'UBOB', role: 'Editor' })],
    ['check <@UBOB> ada@example.com', asked([ada], { by: 'UBOB' })],
    [
      'check <@UBOB> <@UGRACE> as Editor',
      asked([mention('UGRACE')], { by: 'UBOB', role: 'Editor' }),
    ],
    ['check <@UBOB> ada@example', asked([], { by: 'UBOB', leftovers: ['ada@example'] })],
  ])('is about those of somebody in front of others: %s', (text, intent) => {
    expect(parseCommandText(text)).toEqual(intent);
  });

  it.each(['check me', 'checks', 'check Editor'])('is not %j', (text) => {
    expect(parseCommandText(text)).toMatchObject({ kind: 'not_understood' });
  });

  it('is not meant where the word is another one, such as a part of a name', () => {
    expect(parseCommandText('Zcheck ada@example.com').kind).not.toBe('check');
  });
});

describe('/piper-invite role', () => {
  it.each([
    ['role ada@example.com Editor', 'Editor'],
    ['ROLE ada@example.com editor', 'editor'],
    ['role <mailto:ada@example.com|ada@example.com> Support  Lisbon ', 'Support  Lisbon'],
    ['role ada@example.com "Support Lisbon"', 'Support Lisbon'],
    ['role ada@example.com “Support Lisbon”', 'Support Lisbon'],
    ['role   ada@example.com   Editor', 'Editor'],
    ['role ada@example.com as Editor', 'Editor'],
    ['role ada@example.com "As You Like"', 'As You Like'],
    ['role ada@example.com as As You Like', 'As You Like'],
    ['role Ada Lovelace &lt;ada@example.com&gt; R&amp;D', 'R&D'],
    ['role ada@example.com Team @ Lisbon', 'Team @ Lisbon'],
  ])('%j gives %j', (text, role) => {
    expect(parseCommandText(text)).toEqual({ kind: 'role', who: ada, role });
  });

  it.each(['role ada@example.com', 'role ada@example.com ""'])('asks for it: %j', (text) => {
    expect(parseCommandText(text)).toEqual({ kind: 'role', who: ada });
  });

  it('takes a mention', () => {
    expect(parseCommandText('role <@U1|grace> Editor')).toEqual({
      kind: 'role',
      who: mention('U1'),
      role: 'Editor',
    });
  });

  it.each(['role', 'role Editor', 'role ada Editor', 'role ada@ Editor'])(
    'does not say whose: %j',
    (text) => {
      expect(parseCommandText(text)).toMatchObject({ kind: 'incomplete', of: 'role' });
    },
  );
});

describe('/piper-invite with people', () => {
  it.each([
    ['an address', 'ada@example.com', [ada]],
    ['an address that Slack made a link', '<mailto:ada@example.com|ada@example.com>', [ada]],
    ['a link that Slack labels otherwise', '<mailto:ada@example.com|Ada>', [ada]],
    ['a link without a label', '<mailto:ada@example.com>', [ada]],
    ['a mention with a name', '<@U123|grace>', [mention('U123')]],
    ['a mention', '<@U123>', [mention('U123')]],
    ['mentions side by side', '<@U1><@W2>', [mention('U1'), mention('W2')]],
    [
      'a mix',
      '<@U1|grace>, <mailto:ada@example.com|ada@example.com>;grace@example.com',
      [mention('U1'), ada, grace],
    ],
    ['a name in front', 'Ada Lovelace &lt;ada@example.com&gt;', [ada]],
    [
      'a name in front of a link',
      'Ada Lovelace &lt;<mailto:ada@example.com|ada@example.com>&gt;',
      [ada],
    ],
    ['a quoted name in front', '"Lovelace, Ada" &lt;ada@example.com&gt;', [ada]],
    ['an ampersand', 'r&amp;d@company.com', [address('r&d@company.com')]],
    [
      'an ampersand in a link',
      '<mailto:r&amp;d@company.com|r&amp;d@company.com>',
      [address('r&d@company.com')],
    ],
    ['lines', 'ada@example.com\ngrace@example.com', [ada, grace]],
    ['the same person twice', 'ada@example.com ADA@example.com', [ada]],
    ['a mention right behind a comma', 'ada@example.com,<@U1|x>', [ada, mention('U1')]],
  ])('opens the form with them filled in: %s', (_, text, people) => {
    expect(parseCommandText(text)).toEqual({ kind: 'form', people, leftovers: [] });
  });

  it.each([
    'ada@example.com as',
    'ada@example.com as ',
    'ada@example.com AS',
    'ada@example.com as ""',
  ])('opens the form where the role is not there yet: %j', (text) => {
    expect(parseCommandText(text)).toEqual({ kind: 'form', people: [ada], leftovers: [] });
  });
});

describe('/piper-invite with people and a role', () => {
  it.each([
    ['ada@example.com as Editor', 'Editor'],
    ['ada@example.com AS editor', 'editor'],
    ['ada@example.com   as\n Support  Lisbon ', 'Support  Lisbon'],
    ['ada@example.com as "Support Lisbon"', 'Support Lisbon'],
    ["ada@example.com as 'Support Lisbon'", 'Support Lisbon'],
    ['ada@example.com as “Support Lisbon”', 'Support Lisbon'],
    ['ada@example.com as " Support Lisbon "', 'Support Lisbon'],
    ['ada@example.com as The "Editor"', 'The "Editor"'],
    ['ada@example.com as "Support" Lisbon', '"Support" Lisbon'],
    ['ada@example.com as Editor as Needed', 'Editor as Needed'],
    ['ada@example.com as As You Like', 'As You Like'],
    ['ada@example.com as R&amp;D', 'R&D'],
    ['ada@example.com as Sales, EMEA', 'Sales, EMEA'],
    ['ada@example.com as help', 'help'],
    ['<mailto:ada@example.com|ada@example.com> as Editor', 'Editor'],
    ['Ada &lt;ada@example.com&gt; as Editor', 'Editor'],
    ['Ada as Herself &lt;ada@example.com&gt; as Editor', 'Editor'],
  ])('%j invites as %j', (text, role) => {
    expect(parseCommandText(text)).toEqual({ kind: 'invite', people: [ada], role });
  });

  it('takes everybody in front of it', () => {
    expect(parseCommandText('<@U1|grace>,ada@example.com; grace@example.com as Editor')).toEqual({
      kind: 'invite',
      people: [mention('U1'), ada, grace],
      role: 'Editor',
    });
    expect(parseCommandText('<@U1|as> as Editor')).toEqual({
      kind: 'invite',
      people: [mention('U1')],
      role: 'Editor',
    });
  });

  it('gives nobody a role that was meant for somebody else', () => {
    expect(parseCommandText('ada@example.com as Editor, grace@example.com as Viewer')).toEqual({
      kind: 'form',
      people: [ada, grace],
      leftovers: ['as Editor'],
    });
    expect(parseCommandText('ada@example.com as Editor, grace@example.com')).toEqual({
      kind: 'form',
      people: [ada, grace],
      leftovers: ['as Editor'],
    });
  });
});

describe('/piper-invite with people and something that may be a role', () => {
  it.each([
    ['ada@example.com Editor', 'Editor'],
    ['ada@example.com "Support Lisbon"', 'Support Lisbon'],
    ['ada@example.com, Support  Lisbon', 'Support  Lisbon'],
    ['ada@example.com asEditor', 'asEditor'],
    ['ada@example.com please', 'please'],
    ['ada@example.com Editor  as', 'Editor'],
    ['ada@example.com <https://x.example/@Uma|site>', 'site'],
    ['Ada &lt;ada@example.com&gt; Editor', 'Editor'],
  ])('asks about the words behind them: %j', (text, role) => {
    expect(parseCommandText(text)).toEqual({ kind: 'maybe_role', people: [ada], role });
  });
});

describe('/piper-invite with people and something that is no address', () => {
  it.each([
    ['ada@example.com, grace@', [ada], ['grace@']],
    ['please ada@example.com', [ada], ['please']],
    ['please ada@example.com Editor', [ada], ['please', 'Editor']],
    ['ada@', [], ['ada@']],
    ['@grace', [], ['@grace']],
    ['ada@localhost', [], ['ada@localhost']],
    ['ada@example.com <#C123|general> Editor', [ada], ['general  Editor']],
  ])('loses neither: %j', (text, people, leftovers) => {
    expect(parseCommandText(text)).toMatchObject({ people });
    const intent = parseCommandText(text);
    expect(
      intent.kind === 'maybe_role' ? [intent.role] : 'leftovers' in intent && intent.leftovers,
    ).toEqual(leftovers);
  });

  it('keeps the role for the others', () => {
    expect(parseCommandText('grace@, ada@example.com as Editor')).toEqual({
      kind: 'form',
      people: [ada],
      leftovers: ['grace@'],
      role: 'Editor',
    });
  });
});

describe('/piper-invite with people, a role and something besides', () => {
  it.each([
    ['words behind the people', 'ada@example.com Editor as Viewer', ['Editor']],
    [
      'words in front that hold an "as"',
      'Thomas Smith, ada@example.com as Viewer',
      ['Thomas Smith'],
    ],
  ])('keeps the role for the people: %s', (_, text, leftovers) => {
    expect(parseCommandText(text)).toStrictEqual({
      kind: 'form',
      people: [ada],
      leftovers,
      role: 'Viewer',
    });
  });

  it('keeps the role where it has understood nobody', () => {
    expect(parseCommandText('@grace as Editor')).toStrictEqual({
      kind: 'form',
      people: [],
      leftovers: ['@grace'],
      role: 'Editor',
    });
  });

  it('keeps no role where one in between was meant for some of them', () => {
    const text = 'ada@example.com as Editor, bob@, grace@example.com as Viewer';
    expect(parseCommandText(text)).toStrictEqual({
      kind: 'form',
      people: [ada, grace],
      leftovers: ['bob@', 'as Editor'],
    });
  });

  it('takes no word for a role that stands in front of the people, too', () => {
    expect(parseCommandText('Editor ada@example.com Editor')).toStrictEqual({
      kind: 'form',
      people: [ada],
      leftovers: ['Editor', 'Editor'],
    });
  });

  it('takes no end of a word for "status" or "role"', () => {
    for (const word of ['xstatus', 'xrole']) {
      expect(parseCommandText(`${word} ada@example.com`)).toStrictEqual({
        kind: 'form',
        people: [ada],
        leftovers: [word],
      });
    }
  });
});

describe('/piper-invite with something else', () => {
  it.each([
    ['as Editor', ['as Editor']],
    ['everybody as Editor', ['everybody as Editor']],
    ['&lt;b&gt;', ['<b>']],
    ['&lt;bob&gt;', ['<bob>']],
    ['<#C123|general>', ['general']],
    ['<!here>', ['!here']],
    ['<https://example.com|example.com>', ['example.com']],
    [',', [',']],
    ['&lt;&gt;', ['<>']],
    ['list ada@example.com', ['list ada@example.com']],
    ['connect pat_secret', ['connect pat_secret']],
  ])('is not understood: %j', (text, words) => {
    expect(parseCommandText(text)).toEqual({ kind: 'not_understood', words });
  });

  it.each([
    'ada@example.com <#C123>',
    'ada@example.com <#C123|>',
    '<#C123|general> ada@example.com',
    'ada@example.com<#C1|x>',
    '<!subteam^S123|@designers>',
  ])('does not pass over a channel or a group: %j', (text) => {
    expect(parseCommandText(text)).not.toMatchObject({ leftovers: [] });
    expect(parseCommandText(text).kind).toMatch(/^(form|maybe_role)$/);
  });
});

describe('any text behind /piper-invite', () => {
  const strange = fc
    .array(
      fc.constantFrom(
        ...[
          '<',
          '>',
          '&lt;',
          '&gt;',
          '&amp;',
          '|',
          '"',
          "'",
          ',',
          ';',
          '\n',
          ' ',
          '@',
          ' as ',
          'as',
        ],
        ...[
          'ada',
          'ada@example.com',
          '<@U1|x>',
          '<@U1>',
          '<mailto:ada@example.com|ada@example.com>',
        ],
        ...[
          'Editor',
          '<#C1|x>',
          '<!here>',
          'mailto:',
          'help',
          '?',
          'status ',
          'role ',
          'list',
          '“',
          '”',
        ],
      ),
      { maxLength: 20 },
    )
    .map((pieces) => pieces.join(''));
  const anyText = fc.oneof(strange, fc.string({ unit: 'grapheme' }), anyCodeUnits);

  it('is read without a throw, and always means one thing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const intent = parseCommandText(text);
        if (intent.kind === 'invite') {
          expect(intent.people.length).toBeGreaterThan(0);
          expect(intent.role.trim()).not.toBe('');
        }
        if (intent.kind === 'role') expect(intent.role).not.toBe('');
        if (intent.kind === 'not_understood') expect(intent.words.join('')).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  it('names nobody who does not stand in it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const intent = parseCommandText(text);
        const people = 'people' in intent ? intent.people : 'who' in intent ? [intent.who] : [];
        for (const named of people) {
          expect(typed(text)).toContain(named.kind === 'mention' ? named.userId : named.address);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads anybody behind "status" and "role", and any role, that Slack has escaped', () => {
    const valid = plausibleAddress;
    const role = fc
      .stringMatching(/^[\p{L}\p{N}][\p{L}\p{N} &.,()/-]{0,30}[\p{L}\p{N}]$/u)
      .filter((name) => !/^as\s/i.test(name));
    const quote = fc.constantFrom('', '"', "'");
    fc.assert(
      fc.property(valid, role, quote, (who, what, mark) => {
        expect(parseCommandText(escaped(`status ${who}`))).toEqual({
          kind: 'status_of',
          who: address(who),
        });
        expect(parseCommandText(escaped(`role ${who} ${mark}${what}${mark}`))).toEqual({
          kind: 'role',
          who: address(who),
          role: what,
        });
      }),
    );
  });

  it('reads any address and any role that Slack has escaped', () => {
    const valid = plausibleAddress;
    const role = fc.stringMatching(/^[\p{L}\p{N}][\p{L}\p{N} &.,()/-]{0,30}[\p{L}\p{N}]$/u);
    fc.assert(
      fc.property(valid, role, (who, what) => {
        expect(parseCommandText(escaped(`${who} as ${what}`))).toEqual({
          kind: 'invite',
          people: [address(who)],
          role: what,
        });
      }),
    );
  });
});

it('a command about somebody that names nobody keeps the words after it', () => {
  const incomplete = { kind: 'incomplete', of: 'role' };
  expect(parseCommandText('role')).toEqual({ ...incomplete, words: [] });
  expect(parseCommandText('ROLE  Ada Lovelace ')).toEqual({
    ...incomplete,
    words: ['Ada Lovelace'],
  });
});
