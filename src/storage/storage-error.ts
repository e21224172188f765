/** The storage cannot be used; the message says why and what to do, for the operator. */
export class StorageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StorageError';
  }
}
