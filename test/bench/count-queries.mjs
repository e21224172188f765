/**
 * Comes before a process whose queries are counted: as it ends, it writes into the file that QUERY_COUNTS names how often it sent
 * each of them to PostgreSQL, as one JSON object.
 */
import { writeFileSync } from 'node:fs';
import pg from 'pg';

const counts = {};
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (text, ...rest) {
  if (typeof text === 'string') counts[text] = (counts[text] ?? 0) + 1;
  return query.call(this, text, ...rest);
};
process.on('exit', () => writeFileSync(process.env.QUERY_COUNTS, JSON.stringify(counts)));
