/** The storage cannot be used. The message tells the operator why, and what to do. */
export class StorageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StorageError';
  }
}
