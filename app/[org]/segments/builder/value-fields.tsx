"use client";
/** The value of a question, in the shape its operator takes. */
import type { Operator } from "@/lib/segments/catalogue/operators";
import type { Range, Share, Value } from "@/lib/segments/definition-values";
import { PillCount, PillDay, PillDecimal, PillInput, PillSelect } from "./pills";
import { type Of, ValuePicker } from "./value-picker";

type Props = {
  of: Of;
  operator: Operator;
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
};

const units = ["day", "week", "month", "year"].map((value) => ({ value, label: value }));

export function ValueFields({ of, operator, value, onChange }: Props) {
  return (
    <>
      <Field of={of} operator={operator} value={value} onChange={onChange} />
      {operator.after ? <span className="text-muted">{afterWords(operator.after, value)}</span> : null}
    </>
  );
}

const afterWords = (after: string, value: Value | undefined) => (value === 1 ? after.replace(/s\b/, "") : after);

function Field({ of, operator: { takes, words }, value, onChange }: Props) {
  const label = `${of.part.label}: value`;
  switch (takes) {
    case "text":
      return of.part.live && /^is/.test(words) ? (
        <ValuePicker of={of} values={textsOf(value)} onChange={([one]) => onChange(one)} single />
      ) : (
        <PillInput label={label} value={textOf(value)} maxLength={200} onChange={(e) => onChange(e.target.value)} />
      );
    case "words":
      return (
        <PillInput label={label} value={textOf(value)} maxLength={200} onChange={(e) => onChange(e.target.value)} />
      );
    case "texts":
    case "values":
      return <ValuePicker of={of} values={textsOf(value)} onChange={onChange} />;
    case "number":
      return <PillDecimal label={label} value={textOf(value)} onChange={onChange} />;
    case "day":
      return <PillDay label={label} value={textOf(value)} onChange={onChange} />;
    case "count":
    case "times":
      return <PillCount label={label} value={typeof value === "number" ? value : undefined} onChange={onChange} />;
    case "unit":
      return (
        <PillSelect label={label} options={units} value={textOf(value)} onChange={(e) => onChange(e.target.value)} />
      );
    case "range":
    case "days":
      return <Ends label={of.part.label} days={takes === "days"} value={rangeOf(value)} onChange={onChange} />;
    case "share":
      return <ShareFields value={value as Share} onChange={onChange} />;
    default:
      return null;
  }
}

function Ends(props: { label: string; days: boolean; value: Range; onChange: (value: Range) => void }) {
  const { label, days, value, onChange } = props;
  const End = days ? PillDay : PillDecimal;
  return (
    <>
      <End label={`${label}: from`} value={value.from} onChange={(from) => onChange({ ...value, from })} />
      <span className="text-muted">and</span>
      <End label={`${label}: to`} value={value.to} onChange={(to) => onChange({ ...value, to })} />
    </>
  );
}

function ShareFields({ value, onChange }: { value: Share; onChange: (value: Share) => void }) {
  const part = (name: keyof Share, label: string) => (
    <PillCount label={label} value={value[name]} onChange={(one) => onChange({ ...value, [name]: one ?? 0 })} />
  );
  return (
    <>
      {part("from", "From percent")}
      <span className="text-muted">to</span>
      {part("to", "To percent")}
      <span className="text-muted">% of draw</span>
      {part("draw", "Draw")}
    </>
  );
}

const textOf = (value: Value | undefined) => (typeof value === "string" ? value : "");
const textsOf = (value: Value | undefined) => (Array.isArray(value) ? value : textOf(value) ? [textOf(value)] : []);
const rangeOf = (value: Value | undefined): Range =>
  typeof value === "object" && "to" in value && !("draw" in value) ? value : { from: "", to: "" };
