import { describe, expect, it } from 'vitest';
import { disconnectModal } from '../../src/views/disconnect-modal.ts';
import { expectModalWithinLimits, wordsOf } from '../helpers/block-limits.ts';
import { connection } from '../helpers/builders.ts';

describe('the question whether to disconnect', () => {
  const view = disconnectModal(connection(), 0);

  it('says what ends and what stays', () => {
    const words = wordsOf(view);
    expect(words).toContain('nobody can invite to *Acme Robotics* from this workspace any more');
    expect(words).toContain('its platform token is deleted');
    expect(words).toContain('stays in Piper');
    expect(words).toContain('the record of who invited whom is kept');
  });

  it('carries nothing but the id of the connection', () => {
    expect(view.private_metadata).toBe('connection-1');
    expect(JSON.stringify(view)).not.toContain('pat_');
  });

  it('is one that Slack takes', () => {
    expectModalWithinLimits(view);
    expectModalWithinLimits(
      disconnectModal(connection({ organization: { id: 'o', name: 'n'.repeat(255) } }), 1_000),
    );
  });
});
