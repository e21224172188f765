/** Something of our own broke off, and it is not known whether what was asked for has been done. */
export class UnclearError extends Error {
  constructor(message: string, options: { cause: unknown }) {
    super(message, options);
    this.name = 'UnclearError';
  }
}
