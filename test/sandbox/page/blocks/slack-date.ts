const day = 24 * 60 * 60 * 1000;

/**
 * Slack's date tokens, such as `{date_short_pretty} at {time}`, filled in for a moment in seconds. A "pretty" date is
 * today, yesterday or tomorrow where it can be; tokens that Slack doesn't know stay as they are.
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function formatSlackDate(seconds: number, format: string, now = new Date()): string {
  const moment = new Date(seconds * 1000);
  const as = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', options).format(moment);
  const plain: Record<string, () => string> = {
    date_num: () => new Intl.DateTimeFormat('sv').format(moment),
    date_slash: () => as({ year: 'numeric', month: '2-digit', day: '2-digit' }),
    date: () => as({ year: 'numeric', month: 'long', day: 'numeric' }),
    date_short: () => as({ year: 'numeric', month: 'short', day: 'numeric' }),
    date_long: () => as({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }),
    time: () => as({ hour: '2-digit', minute: '2-digit' }),
    time_secs: () => as({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    ago: () => ago(now.getTime() - moment.getTime()),
  };
  return format.replace(/\{(\w+)\}/g, (token, name: string) => {
    const pretty = name.endsWith('_pretty') ? nearDay(moment, now) : undefined;
    return pretty ?? plain[name.replace(/_pretty$/, '')]?.() ?? token;
  });
}

function nearDay(moment: Date, now: Date): string | undefined {
  const midnight = (date: Date) => new Date(date).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(moment) - midnight(now)) / day);
  return { 0: 'today', [-1]: 'yesterday', 1: 'tomorrow' }[days];
}

function ago(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'just now';
  const as = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  if (minutes < 60) return as(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? as(hours, 'hour') : as(Math.floor(hours / 24), 'day');
}
