import { FormCheckbox } from "@/app/ui/form";

/** Boxes for things a program calls by a code: each with its words, and the code below. */
export function CodeBoxes<C extends string>({
  legend,
  name,
  words,
  chosen,
}: {
  legend: string;
  name: string;
  words: Record<C, string>;
  chosen: readonly C[];
}) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium">{legend}</legend>
      {(Object.keys(words) as C[]).map((code) => (
        <FormCheckbox
          key={code}
          name={name}
          value={code}
          label={words[code]}
          hint={<code className="text-small">{code}</code>}
          defaultChecked={chosen.includes(code)}
        />
      ))}
    </fieldset>
  );
}
