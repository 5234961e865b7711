import { Status, type Tone } from "@/app/ui/status";
import { suppressionWords } from "@/app/ui/words";
import type { Reason as Name } from "@/lib/suppressions/suppressions";

const tones: Record<Name, Tone> = {
  manual: "none",
  bounce: "stop",
  complaint: "stop",
  invalid: "wait",
  erased: "hollow",
};

/** Why an address is suppressed: a dot and a word. */
export function Reason({ of }: { of: Name }) {
  return <Status tone={tones[of]}>{reasonWord(of)}</Status>;
}

/** "By hand", "Bounced". */
export function reasonWord(reason: Name): string {
  const word = suppressionWords[reason] ?? reason;
  return word.charAt(0).toUpperCase() + word.slice(1);
}
