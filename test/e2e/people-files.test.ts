import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startApp } from '../helpers/app.ts';
import { roles } from '../helpers/piper.ts';
import { withCrowd } from '../helpers/slack-crowd.ts';
import { type Answered, pushedView, wordsIn } from '../helpers/views.ts';
import { sheet, workbook } from '../helpers/workbook.ts';

const read = (file: string) => readFileSync(new URL(`../fixtures/inputs/${file}`, import.meta.url));

const startWith = (file: Buffer) =>
  startApp({ beforeStart: (slack) => withCrowd(slack, { members: [], files: { F1: file } }) });

/** Sends the form with a file, and the preview where it leads to one; gives who was invited as what, and what the preview said. */
async function invite(file: Buffer) {
  const app = await startWith(file);
  const { body } = await app.submitInvite({ file: 'F1', role: roles.viewer });
  const answer = body as Answered;
  if (answer.response_action === 'push') await app.sendPreview(pushedView(body));
  await app.finish();
  const invited = app.journal.of('POST members');
  return {
    people: invited.map(({ email }) => String(email)).toSorted(),
    roleIds: [...new Set(invited.map(({ role_id }) => role_id))],
    said: wordsIn(answer),
  };
}

const ada = ['ada@example.com'];
const two = ['ada@example.com', 'grace@example.com'];
const three = ['ada@example.com', 'bob@example.com', 'grace@example.com'];

describe('a file in the form', () => {
  it.each<[file: string, people: string[]]>([
    ['02-all-on-one-line.csv', three],
    ['02b-all-on-one-line-semicolon.csv', three],
    [
      '02c-two-address-columns.csv',
      ['ada@example.com', 'bob@example.com', 'eve@example.com', 'grace@example.com'],
    ],
    ['05-google-workspace.csv', ada],
    ['05b-google-contacts.csv', ada],
    ['05c-french.csv', ada],
    ['05d-entra.csv', ada],
    ['06-m365-import-template.csv', ada],
    ['07-linkedin-preamble.csv', ada],
    ['07b-title-with-an-address.csv', two],
    ['14-utf16-without-bom.csv', ada],
    ['15-slack-members.csv', ada],
    ['19-bom-no-heading.csv', ['user01@example.com', 'user02@example.com']],
    ['21-case-duplicates.csv', ['Alice@g.example']],
    ['22-osticket.csv', ['email1@no-reply.example', 'email2@no-reply.example']],
  ])('invites exactly its people: %s', async (file, people) => {
    expect((await invite(read(file))).people).toEqual(people);
  });

  it('says whom it leaves out, and why', async () => {
    const { said } = await invite(read('15-slack-members.csv'));
    expect(said).toContain('bob@example.com');
    expect(said).toContain('Deactivated');
    expect(said).toContain('Bot');
  });

  it('has a role that differs from the form’s seen before anything is sent', async () => {
    const app = await startWith(
      Buffer.from('email,role\nada@example.com,Admin\ngrace@example.com,'),
    );
    const preview = pushedView((await app.submitInvite({ file: 'F1', role: roles.viewer })).body);
    expect(wordsIn(preview)).toContain('*Admin* (1) and *Viewer* (1)');
    expect(app.piper.added).toBe(0);
  });

  it('has a role that cannot be given said, and nobody invited by it', async () => {
    const { people, said } = await invite(read('13-role-column.csv'));
    expect(people).toEqual([]);
    expect(said).toContain('Owner');
  });

  it('of the product’s own results names whom and what it named', async () => {
    const { people, said } = await invite(read('12-result-file-again.csv'));
    expect(people).toEqual([]);
    expect(said).toContain('\\"+Admin\\"');
  });

  it('of fifty people in two roles is understood whole', async () => {
    const { people, said } = await invite(read('03b-fifty-people-two-roles.csv'));
    expect(people).toHaveLength(25);
    expect(said).toContain('Campaign');
  });

  it('that only has the name of a CSV file is answered with what it is', async () => {
    const { people, said } = await invite(read('14b-xlsx-named.csv'));
    expect(people).toEqual([]);
    expect(said).toMatch(/Excel|workbook/i);
    expect(said).not.toMatch(/\\u0000|PK/);
  });

  it('may be a workbook', async () => {
    const rows = [
      ['Name', 'E-mail', 'Role'],
      ['Ada', 'ada@example.com', 'Editor'],
      ['Grace', 'grace@example.com', 'Editor'],
    ];
    const { people, roleIds } = await invite(workbook(sheet('People', rows)));
    expect(people).toEqual(two);
    expect(roleIds).toEqual([roles.editor.id]);
  });
});
