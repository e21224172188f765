import type { ModalView } from '@slack/types';
import type { InviteRequest } from '../domain/request.ts';
import { blockKit } from '../limits.ts';
import { requests as text } from '../text/index.ts';
import { limitLines } from '../text/words.ts';
import { section, sections } from './message.ts';
import { readOnlyModal } from './modal.ts';
import { askedOf, leftOutWords, requestHeadline } from './request-messages.ts';

/** Everybody in a request, of whom its message names the first. */
export function seeRequestModal(request: InviteRequest): ModalView {
  const lines = askedOf(request).map((asked) => text.person(asked));
  return readOnlyModal(text.seeAllTitlePlain, [
    section(requestHeadline(request)),
    ...sections(limitLines(lines, { characters: blockKit.modalCharacters })),
    ...sections(leftOutWords(request)),
  ]);
}
