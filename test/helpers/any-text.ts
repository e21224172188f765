import fc from 'fast-check';

/** Any UTF-16 at all, halves of characters included. Far quicker to set up than fast-check's own unit `binary`. */
export const anyCodeUnits = fc.string({
  unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)),
  maxLength: 200,
});

/** Like real ones: without a mark in front, and without marks that separate. */
export const plausibleAddress = fc
  .emailAddress()
  .filter((each) => each.length <= 254 && /^[\w.'+]/.test(each) && !/[|=]/.test(each));
