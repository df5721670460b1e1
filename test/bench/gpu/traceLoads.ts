/**
 * Preloaded into a process (`node --import`): writes the path of every module it loads, one a line,
 * to the file named by TRACE_LOADS. What is packed is then what is needed, and nothing else.
 */
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const trace = process.env.TRACE_LOADS;
if (trace === undefined) throw new Error('TRACE_LOADS names no file.');

registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) appendFileSync(trace, `${fileURLToPath(url)}\n`);
    return nextLoad(url, context);
  },
});
