import * as z from 'zod';

/** A number of things, as text that the product has put into a button or an option: digits, and nothing else. */
export const wholeNumber = z.string().regex(/^\d+$/).transform(Number).pipe(z.int());
