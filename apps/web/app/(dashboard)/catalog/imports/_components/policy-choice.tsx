interface PolicyChoiceProps<Value extends string> {
  legend: string;
  name: string;
  value: Value;
  options: readonly { value: Value; label: string; hint: string }[];
  onChange: (value: Value) => void;
}

/** A choice whose options each need a sentence. */
export function PolicyChoice<Value extends string>(props: PolicyChoiceProps<Value>) {
  return (
    <fieldset className="grid content-start gap-2">
      <legend className="mb-1 font-medium text-sm">{props.legend}</legend>
      {props.options.map(({ value, label, hint }) => (
        <label key={value} className="flex cursor-pointer items-start gap-2.5 text-sm">
          <input
            type="radio"
            name={props.name}
            value={value}
            checked={props.value === value}
            onChange={() => props.onChange(value)}
            className="mt-0.5 size-4 shrink-0 accent-primary"
          />
          <span>
            <span className="font-medium">{label}</span>
            <span className="block text-muted-foreground">{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
