import { isMlError, MlError, type MlErrorCode } from '../errors.ts';

/** An error as it crosses from one thread to another, where its class is lost. */
export interface PortableError {
  message: string;
  name: string;
  stack: string | undefined;
  /** Present for an MlError. */
  ml?: { code: MlErrorCode; details: Record<string, unknown> };
  /** Of the system, such as ENOSPC. */
  code?: string;
}

export function toPortable(error: unknown): PortableError {
  if (!(error instanceof Error)) return { message: String(error), name: 'Error', stack: undefined };
  const { message, name, stack } = error;
  if (isMlError(error)) {
    const { code, details } = error;
    return { message, name, stack, ml: { code, details } };
  }
  const known = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { message, name, stack, ...known };
}

/** The inverse: the same code, details and words, and the stack of where it was thrown. */
export function fromPortable({ message, name, stack, ml, code }: PortableError): Error {
  if (ml) {
    const error = new MlError(ml.code, message, ml.details);
    return stack === undefined ? error : Object.assign(error, { stack });
  }
  return Object.assign(new Error(message), { name }, stack && { stack }, code && { code });
}
