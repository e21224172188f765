import * as z from 'zod';
import { id } from './id.ts';

/** A number of things, as text that the product has put into a button or an option: digits, and nothing else. */
export const wholeNumber = z.string().regex(/^\d+$/).transform(Number).pipe(z.int());

/** An id and a number after it. */
export const numbered = z
  .string()
  .transform((text): unknown => text.split(' '))
  .pipe(z.tuple([id, wholeNumber]));
