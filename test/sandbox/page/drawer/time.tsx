import { api } from '../api.ts';
import { formatSlackDate } from '../blocks/slack-date.ts';

const moves = [
  { days: 1, words: 'A day later' },
  { days: 7, words: 'A week later' },
];

/** What day it is in the sandbox, and ways to let time pass. */
export function Time({ ahead }: { ahead: number }) {
  const seconds = (Date.now() + ahead) / 1000;
  return (
    <fieldset className="time" aria-label="Time">
      <time>{formatSlackDate(seconds, '{date_short}')}</time>
      {moves.map(({ days, words }) => (
        <button key={days} type="button" className="quiet-button" onClick={() => api.moveOn(days)}>
          {words}
        </button>
      ))}
    </fieldset>
  );
}
