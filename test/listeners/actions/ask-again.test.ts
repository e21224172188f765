import { describe, expect, it } from 'vitest';
import { DAY } from '../../../src/limits.ts';
import {
  ask,
  decide,
  decideInModal,
  posted,
  startAsking,
  untilQuiet,
  why,
} from '../../helpers/asking.ts';
import { changeSettings } from '../../helpers/change-settings.ts';
import { eventually } from '../../helpers/eventually.ts';
import { users } from '../../helpers/slack.ts';
import { elementIn, wordsIn } from '../../helpers/views.ts';

const { bob, carol, nora } = users;
const quick = { overrides: { delivery: { lease: 30 * DAY, pollInterval: 20 } } };

/** The reason as a form that is opened again has it. */
const reasonIn = (view: object) => elementIn(view as never, 'reason').initial_value;

describe('asking again', () => {
  it('opens with who was asked for, as what and why, once a request has ended unseen', async () => {
    const app = await startAsking({}, quick);
    await ask(app, 'ada@example.com, eve@example.com as Editor');
    await untilQuiet(app);
    app.clock.now += 8 * DAY;
    await eventually(() => expect(posted(app, bob.id)).toHaveLength(2));
    const expired = posted(app, bob.id).at(-1) ?? {};

    const others = await decideInModal(app, expired, 'ask_again', nora.id);
    expect(wordsIn(others)).toContain("I don't have this any more");
    const again = await decideInModal(app, expired, 'ask_again', bob.id);
    expect(again.title.text).toBe('Ask to invite');
    expect(wordsIn(again)).toContain('*2 people* can be invited as *Editor* only with approval.');
    expect(wordsIn(again)).toContain('eve@example.com');
    expect(reasonIn(again)).toBe(why.reason);
    await app.submit(again, why, { userId: bob.id });
    expect(app.query("select id from requests where state = 'open'")).toHaveLength(1);
  });

  it('leaves out whom nobody may invite by then, and says so', async () => {
    const app = await startAsking({}, quick);
    await ask(app, 'ada@example.com, eve@acme.example as Editor');
    await untilQuiet(app);
    app.clock.now += 8 * DAY;
    await eventually(() => expect(posted(app, bob.id)).toHaveLength(2));
    changeSettings(app, {
      rules: [
        {
          id: 'r1',
          name: 'Nobody from there',
          who: { kind: 'members' },
          roles: 'all',
          domains: ['example.com'],
          fate: 'deny',
        },
      ],
    });
    const again = await decideInModal(app, posted(app, bob.id).at(-1) ?? {}, 'ask_again', bob.id);
    expect(wordsIn(again)).toContain('*1 person* can be invited as *Editor* only with approval.');
    expect(wordsIn(again)).toContain("ada@example.com can't be invited as Editor.");
  });
});

describe('whoever may only ask', () => {
  it('asks again for what was approved, and did not work', async () => {
    const app = await startAsking({}, quick);
    app.piper.onAdd = () => [403, { detail: 'members:invite is missing' }];
    const { message } = await ask(app);
    await decide(app, message, 'approve_request', carol.id);
    await eventually(() => expect(posted(app, bob.id)).toHaveLength(2));
    const failed = posted(app, bob.id).at(-1) ?? {};
    expect(await decide(app, failed, 'retry_batch', bob.id)).toBe(
      'This needs approval now, so nothing was sent. You can ask for it.',
    );
    const refusal = app.privateMessages().at(-1) ?? {};
    const again = await decideInModal(app, refusal, 'ask_again', bob.id);
    expect(wordsIn(again)).toContain('ada@example.com');
    expect(again.submit?.text).toBe('Ask for approval');
  });

  it('keeps everything where a preview needs approval by the time that it is sent', async () => {
    const app = await startAsking();
    changeSettings(app, {
      whoMayInvite: { kind: 'members' },
      quota: { invites: 1, fate: 'approval' },
    });
    const preview = await app.open('ada@example.com, eve@example.com as Viewer', bob.id);
    expect(preview.submit?.text).toBe('Send 1, ask for 1');
    changeSettings(app, { whoMayInvite: { kind: 'admins' } });
    const refused = await app.submit(preview, why, { userId: bob.id });
    expect(wordsIn(refused.view)).toContain('This needs approval now, so nothing was sent.');
    const again = await decideInModal(app, { ...refused.view }, 'ask_again', bob.id);
    expect(wordsIn(again)).toContain('*2 people* can be invited as *Viewer* only with approval.');
    expect(reasonIn(again)).toBe(why.reason);
  });
});
