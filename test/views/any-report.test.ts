import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockKit } from '../../src/limits.ts';
import { batchConfirmation, batchProblems } from '../../src/views/batch-messages.ts';
import { batchRetried } from '../../src/views/batch-retried.ts';
import { fallbackMessages } from '../../src/views/fallback-messages.ts';
import { fitsInMessage } from '../../src/views/invite-problems.ts';
import { anyReport } from '../helpers/any-report.ts';
import { expectOnlyMarkup } from '../helpers/markup.ts';
import { runs } from '../helpers/runs.ts';
import { messageRefusal } from '../sandbox/slack/block-kit.ts';

describe('whatever became of a batch, with whatever names', () => {
  it('Slack takes every message about it, and every edit, and reads no name as markup', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const problems = fitsInMessage(report)
          ? [batchProblems(report)]
          : (['sent', 'not_granted', 'not_sent'] as const).map((file) =>
              batchProblems(report, file),
            );
        for (const message of [batchConfirmation(report), batchRetried(report, 3), ...problems]) {
          if (!message) continue;
          expect(messageRefusal(message, 'post')).toBeUndefined();
          const fitted = fallbackMessages.fitted(message, blockKit.editedTextBytes);
          expect(messageRefusal(fitted, 'edit')).toBeUndefined();
          expect(fitted.blocks).toBe(message.blocks);
          expectOnlyMarkup(fitted, ['<@UALICE>', '<@UBOB>', '<@UGRACE>']);
        }
      }),
      { numRuns: runs(300) },
    );
  }, 60_000);
});
