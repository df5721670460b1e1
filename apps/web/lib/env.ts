/** The only reader of process.env in the dashboard; read at run time, never at build time. */

/** Address of the API, without a trailing slash. */
export function apiUrl(): string {
  const value = process.env.API_URL?.trim() || 'http://127.0.0.1:4000';
  if (!URL.canParse(value)) throw new Error('API_URL is not an address such as http://host:4000.');
  return value.replace(/\/+$/, '');
}
