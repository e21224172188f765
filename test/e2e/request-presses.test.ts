import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { TestApp } from '../helpers/app.ts';
import {
  approvers,
  ask,
  buttonIn,
  decideInModal,
  startAsking,
  stored,
  told,
  untilQuiet,
} from '../helpers/asking.ts';
import { eventually } from '../helpers/eventually.ts';
import { pressed, type Somebody, viewBody } from '../helpers/payloads.ts';
import { acme, globex, type Place, users } from '../helpers/slack.ts';
import { wordsIn } from '../helpers/views.ts';

const { alice, carol } = users;

describe('a press that nobody may make', () => {
  /** A request, and all that somebody who knows its id can send about it. */
  async function asked(app: TestApp) {
    const { message } = await ask(app);
    const [deny, change] = [
      await decideInModal(app, message, 'deny_request', carol.id),
      await decideInModal(app, message, 'change_request', carol.id),
    ];
    await untilQuiet(app);
    const [id = '', shown] = buttonIn(message, 'approve_request').value.split(' ');
    const before = { stored: stored(app), told: told(app) };
    return {
      attempts: (somebody: Somebody, revision = shown) => {
        const value = `${id} ${revision}`;
        const press = (action_id: string) => pressed({ action_id, value }, somebody);
        const submit = (view: ModalView, private_metadata: string) =>
          viewBody({ ...view, private_metadata }, { words: 'Mine' }, somebody);
        return {
          approve: press('approve_request'),
          change: press('change_request'),
          deny: press('deny_request'),
          see: press('see_request'),
          cancel: press('cancel_request'),
          changed: submit(change, value),
          denied: submit(deny, value),
        };
      },
      expectUnchanged: async () => {
        await app.stop();
        expect({ stored: stored(app), told: told(app) }).toEqual(before);
        expect(app.piper.added).toBe(0);
      },
    };
  }

  /** Sends them one after the other; gives what each was answered with, to whoever sent it. */
  async function sendAll(app: TestApp, bodies: readonly object[]): Promise<string[]> {
    const answers: string[] = [];
    for (const body of bodies) {
      const [responses, updates] = [app.journal.of('response_url').length, app.updates()];
      const { body: answer } = await app.interact(body);
      const words = () =>
        [
          answer,
          ...app.journal.of('response_url').slice(responses),
          ...app.journal.of('views.update').slice(updates),
        ].filter((each) => Object.keys(each ?? {}).length > 0);
      await eventually(() => expect(words()).not.toEqual([]));
      answers.push(wordsIn(words()));
    }
    return answers;
  }

  it.each([
    ['a guest', users.gina],
    ['somebody of another workspace', users.stranger],
    ['a bot', users.robot],
    ['somebody deactivated', users.victor],
  ])('as %s, even named to decide, is refused', async (_, presser) => {
    const { id } = presser;
    const app = await startAsking({
      approvers: {
        channel: approvers,
        userIds: [carol.id, id],
        userGroupIds: [],
        quietUserIds: [],
      },
    });
    const { attempts, expectUnchanged } = await asked(app);
    const answers = await sendAll(app, Object.values(attempts({ userId: id })));
    for (const answer of answers) expect(answer).toContain('can decide this.');
    await expectUnchanged();
  });

  it('with another revision than anybody was shown, is refused', async () => {
    const app = await startAsking();
    const { attempts, expectUnchanged } = await asked(app);
    const sent = ['0', '2', '9007199254740991'].flatMap((revision) => {
      const { approve, changed, denied } = attempts({ userId: carol.id }, revision);
      return [approve, changed, denied];
    });
    for (const answer of await sendAll(app, sent)) {
      expect(answer).toContain('has changed this request meanwhile');
    }
    await expectUnchanged();
  });

  it('about a request of another workspace, finds nothing', async () => {
    const app = await startAsking();
    const move = (from: Place, to: Place) =>
      app.onDatabase((db) =>
        db
          .prepare('update requests set team_id = ? where team_id = ?')
          .run(to.teamIds[0], from.teamIds[0]),
      );
    const { attempts, expectUnchanged } = await asked(app);
    move(acme, globex);
    const answers = await sendAll(app, Object.values(attempts({ userId: alice.id })));
    for (const answer of answers) expect(answer).toContain("This request isn't there any more.");
    move(globex, acme);
    await expectUnchanged();
  });
});
