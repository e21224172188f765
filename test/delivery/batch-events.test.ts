import { describe, expect, it } from 'vitest';
import { createBatchEvents } from '../../src/delivery/batch-events.ts';
import { acme } from '../helpers/builders.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { batch as newBatch } from '../helpers/stored.ts';

function setUp() {
  const heard: string[] = [];
  const hear = (what: string) => (id: string) => heard.push(`${what} ${id}`);
  const kept = keptLog();
  const events = createBatchEvents({
    delivery: { wake: hear('wake') },
    notifications: { watch: hear('watch'), changed: hear('changed') },
    onEnded: ({ outcome, count }) => heard.push(`${count} ${outcome}`),
    log: kept.log,
  });
  return { ...events, heard, kept };
}

const batch = newBatch({ id: 'batch-1', reference: '7f3k2q' });

describe('a batch that was submitted', () => {
  it('is sent at once, and watched in case that it takes long', () => {
    const { onSubmitted, heard } = setUp();
    onSubmitted(batch, { invitations: 3, durationMs: 12 });
    expect(heard).toEqual([`wake ${acme.id}`, 'watch batch-1']);
  });

  it('is in the log with its size, and with the time that storing it took', () => {
    const { onSubmitted, kept } = setUp();
    onSubmitted(batch, { invitations: 3, durationMs: 12 });
    expect(kept.lines()).toMatchObject([
      {
        level: 'info',
        msg: 'batch stored',
        workspace: 'T1',
        organization: acme.id,
        batch: 'batch-1',
        ref: '7f3k2q',
        invitations: 3,
        durationMs: 12,
      },
    ]);
  });
});

describe('a batch that was cancelled', () => {
  it('makes room for others, people are told how it ended, and what has ended is counted', () => {
    const { onCancelled, heard } = setUp();
    onCancelled(batch, 2);
    expect(heard).toEqual(['2 cancelled', `wake ${acme.id}`, 'changed batch-1']);
  });

  it('is not counted where nothing of it has ended', () => {
    const { onCancelled, heard } = setUp();
    onCancelled(batch, 0);
    expect(heard).toEqual([`wake ${acme.id}`, 'changed batch-1']);
  });
});
