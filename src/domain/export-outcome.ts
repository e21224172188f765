/** How an export to somebody ended; `nothing`: there was not a row. */
export type ExportOutcome =
  | 'done'
  | 'nothing'
  | 'not_granted'
  | 'not_allowed'
  | 'not_sent'
  | 'interrupted'
  | 'failed';
