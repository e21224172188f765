import { joined, member, roles } from '../helpers/piper.ts';
import { size } from './large-organization.ts';
import { startOutside } from './outside.ts';

/**
 * The outside of a large organization, in a process of its own, so that what it does holds up nobody who measures. Says how to find it,
 * and how many people were added whenever it is asked.
 */
const outside = await startOutside({ latency: 25 });
const { piper } = outside;
for (let at = 0; at < size.members; at += 1) {
  const isPending = at < size.invited && at % 2 === 0;
  const about = isPending ? {} : joined;
  piper.members.push(member(`p${at}@example.com`, roles.editor, about));
}

/** Each is written once, since the whole list is read again and again. */
const texts = new Map<object, string>();
function textOf(each: object): string {
  const text = texts.get(each) ?? JSON.stringify(each);
  texts.set(each, text);
  return text;
}
piper.onGet = (path, query) => {
  if (path !== 'members') return undefined;
  const [offset, limit] = [Number(query.get('offset')), Number(query.get('limit'))];
  const page = piper.members
    .slice(offset, offset + limit)
    .map(textOf)
    .join();
  const text = `{"members":[${page}],"total":${piper.members.length},"limit":${limit},"offset":${offset}}`;
  return [200, text, { 'content-type': 'application/json' }];
};

process.on('message', () => process.send?.(outside.members()));
process.once('disconnect', () => outside.stop());
process.send?.({ environment: outside.environment(), responseUrl: outside.responseUrl('late') });
