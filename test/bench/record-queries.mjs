/**
 * Comes before a process whose queries are to be explained: writes each of them once into the file that QUERIES names, with the
 * values of its first call, a JSON object in each line.
 */
import { appendFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

const seen = new Set();
function note(sql, values = []) {
  if (seen.has(sql)) return;
  seen.add(sql);
  appendFileSync(process.env.QUERIES, `${JSON.stringify({ sql, values })}\n`);
}

const { prepare } = DatabaseSync.prototype;
DatabaseSync.prototype.prepare = function (sql) {
  note(sql);
  return prepare.call(this, sql);
};
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (text, values, ...rest) {
  if (typeof text === 'string') note(text, Array.isArray(values) ? values : []);
  return query.call(this, text, values, ...rest);
};
