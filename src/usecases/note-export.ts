import { type AuditEntry, auditEntry } from '../domain/audit.ts';
import type { Audit } from './ports/audit.ts';
import type { Export } from './ports/exports.ts';

/** Says in the record that something is exported, before anything leaves, and how many rows did. */
export function noteExport(
  { audit, now }: { audit: Audit; now: () => number },
  about: Pick<AuditEntry, 'workspace' | 'actor' | 'subject'> & { reference?: string | undefined },
  { what, ...asked }: { what: 'record' | 'history' } & Record<string, string>,
): Pick<Export<unknown>, 'onBegin' | 'onEnd'> {
  const note = (outcome: AuditEntry['outcome'], details: Record<string, string>) =>
    audit.append(
      auditEntry({
        ...about,
        at: now(),
        action: 'export',
        surface: 'button',
        outcome,
        details: { what, ...details },
      }),
    );
  return {
    onBegin: () => note('requested', asked),
    onEnd: ({ outcome, rows }) =>
      outcome === 'done' || outcome === 'nothing'
        ? note('done', { rows: `${rows}` })
        : note('failed', { rows: `${rows}`, why: outcome }),
  };
}
