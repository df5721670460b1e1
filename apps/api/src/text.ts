import { badInput } from './errors.ts';

/**
 * Refuses text that no table can hold, wherever it comes in from outside: with a NUL, or with half
 * of a character that UTF-16 writes in two.
 * @param value a string, or lists and objects of whatever depth; other values pass
 * @param field what it was given as, for the error
 * @throws BAD_INPUT naming the string by its path, `input.files.0.name`
 */
export function checkText(value: unknown, field: string): void {
  if (typeof value === 'string') {
    if (!value.includes('\0') && value.isWellFormed()) return;
    throw badInput(field, `${field} holds a NUL or half a character, which is no text.`);
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    const path = field === '' ? key : `${field}.${key}`;
    if (!Array.isArray(value)) checkText(key, path);
    checkText(each, path);
  }
}
