/** Comes before a process whose queries are counted: the file that QUERY_COUNT names says how many it has sent to PostgreSQL, a moment ago. */
import { writeFileSync } from 'node:fs';
import pg from 'pg';

let count = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (text, ...rest) {
  // What is no text is the pool's, which the next call is about.
  if (typeof text === 'string') count += 1;
  return query.call(this, text, ...rest);
};
const say = () => writeFileSync(process.env.QUERY_COUNT, String(count));
say();
setInterval(say, 250).unref();
