/** The only reader of process.env in the dashboard; read at run time, never at build time. */

/** Names that the dashboard is reached by, beside addresses and localhost: "a.example", "*.lan". */
export function allowedHosts(): string[] {
  const entries = process.env.ALLOWED_HOSTS?.toLowerCase().split(',') ?? [];
  return entries.map((entry) => entry.trim()).filter(Boolean);
}

/** Address of the API, without a trailing slash. */
export function apiUrl(): string {
  const value = process.env.API_URL?.trim() || 'http://127.0.0.1:4000';
  if (!URL.canParse(value)) throw new Error('API_URL is not an address such as http://host:4000.');
  return value.replace(/\/+$/, '');
}
