import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/lib/class-names';

const control =
  'w-full rounded-md border border-input bg-card text-[0.9375rem] placeholder:text-muted-foreground/80 disabled:opacity-50 aria-invalid:border-negative focus-visible:outline-offset-0';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(control, 'h-10 px-3', className)} {...props} />;
}

/** The browser's own select: right on phones and for screen readers, at no cost. */
export function Select({ className, ...props }: ComponentProps<'select'>) {
  return <select className={cn(control, 'h-10 px-2.5', className)} {...props} />;
}

export function Checkbox({ className, ...props }: ComponentProps<'input'>) {
  return <input type="checkbox" className={cn('size-4 accent-primary', className)} {...props} />;
}

interface FieldProps {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null;
  className?: string;
  children: ReactNode;
}

/** Label, control, hint and error of one field; give the control `aria-describedby={`${id}-hint`}`. */
export function Field({ id, label, hint, error, className, children }: FieldProps) {
  return (
    <div className={cn('grid content-start gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-hint`} className="text-sm text-negative">
          {error}
        </p>
      ) : hint ? (
        <p id={`${id}-hint`} className="text-sm text-muted-foreground">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Classes of the input itself; `className` is for the whole field. */
  inputClassName?: string;
  /** Values to choose from; others may be typed. */
  suggestions?: readonly string[];
}

/** A labelled line of text; its form knows it by its id unless it gets a name. */
export function TextField(props: TextFieldProps) {
  const { id, label, hint, className, inputClassName, suggestions, ...input } = props;
  const listId = `${id}-suggestions`;
  return (
    <Field id={id} label={label} hint={hint} className={className}>
      <Input
        id={id}
        name={id}
        list={suggestions ? listId : undefined}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className={inputClassName}
        {...input}
      />
      {suggestions ? (
        <datalist id={listId}>
          {suggestions.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      ) : null}
    </Field>
  );
}
