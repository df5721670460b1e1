import { parentPort, type Transferable } from 'node:worker_threads';
import { isMlError, type MlErrorCode } from '../errors.ts';

export interface ThreadQuestion<Question> {
  id: number;
  question: Question;
}

export type ThreadAnswer<Answer> =
  | { id: number; value: Answer }
  | {
      id: number;
      error: { message: string; code?: MlErrorCode; details?: Record<string, unknown> };
    };

/**
 * The thread's side of `Thread`. Questions are taken up as they come; those of a handler that
 * waits may overlap.
 *
 * @param transferred what of an answer moves to the asker instead of being copied
 */
export function answerQuestions<Question, Answer>(
  handle: (question: Question) => Promise<Answer>,
  transferred: (answer: Answer) => ArrayBufferLike[] = () => [],
): void {
  const reply = (answer: ThreadAnswer<Answer>, transfer: Transferable[] = []) =>
    parentPort?.postMessage(answer, transfer);
  parentPort?.on('message', async ({ id, question }: ThreadQuestion<Question>) => {
    try {
      const value = await handle(question);
      reply({ id, value }, transferred(value) as ArrayBuffer[]);
    } catch (error) {
      reply({ id, error: described(error) });
    }
  });
}

function described(error: unknown) {
  if (isMlError(error)) {
    const { code, message, details } = error;
    return { code, message, details };
  }
  return { message: error instanceof Error ? error.message : String(error) };
}
