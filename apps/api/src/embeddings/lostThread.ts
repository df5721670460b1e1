import { AppError } from '../errors.ts';

/** What callers hear when a worker thread has ended by itself; asked again, another one may do. */
export function lostThread(cause: Error): AppError {
  const message = `The thread that works with the model has ended; ask again. ${cause.message}`;
  return new AppError('UNAVAILABLE', message, {}, { cause });
}
