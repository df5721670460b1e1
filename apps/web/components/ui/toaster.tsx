'use client';

import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { Toast } from 'radix-ui';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

interface Message {
  id: number;
  tone: 'success' | 'failure';
  text: string;
}

const ToastContext = createContext<(tone: Message['tone'], text: string) => void>(() => undefined);

/** Says what a button did, or why it could not. */
export function useToast() {
  return useContext(ToastContext);
}

let count = 0;

export function Toaster({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<Message[]>([]);
  const show = useCallback((tone: Message['tone'], text: string) => {
    count += 1;
    setMessages((all) => [...all.slice(-2), { id: count, tone, text }]);
  }, []);
  const remove = (id: number) => setMessages((all) => all.filter((message) => message.id !== id));
  return (
    <ToastContext value={show}>
      <Toast.Provider duration={7000} label="Message">
        {children}
        {messages.map((message) => (
          <ToastItem key={message.id} message={message} onClose={() => remove(message.id)} />
        ))}
        <Toast.Viewport className="fixed right-0 bottom-0 z-50 m-4 grid w-[min(24rem,calc(100vw-2rem))] gap-2" />
      </Toast.Provider>
    </ToastContext>
  );
}

function ToastItem({ message, onClose }: { message: Message; onClose: () => void }) {
  const failed = message.tone === 'failure';
  const Icon = failed ? TriangleAlert : CircleCheck;
  return (
    <Toast.Root
      type={failed ? 'foreground' : 'background'}
      onOpenChange={(open) => !open && onClose()}
      className="flex items-start gap-3 rounded-lg border bg-card p-4 shadow-lg"
    >
      <Icon
        aria-hidden
        className={`mt-0.5 size-4 shrink-0 ${failed ? 'text-negative' : 'text-positive'}`}
      />
      <Toast.Description className="min-w-0 flex-1 break-words text-sm">
        {message.text}
      </Toast.Description>
      <Toast.Close aria-label="Close message" className="rounded-sm text-muted-foreground">
        <X className="size-4" />
      </Toast.Close>
    </Toast.Root>
  );
}
