"use client";
/** Lifts what was put in by hand, at once and with a way back. */
import { useActionState } from "react";
import { useScripted } from "@/app/ui/scripted";
import { Submit } from "@/app/ui/submit";
import { toast } from "@/app/ui/toaster";
import { liftSuppression, undoLift } from "./actions";

export function Lift({ org, suppression, address }: { org: string; suppression: string; address: string }) {
  const [, send] = useActionState(liftSuppression, null);
  const scripted = useScripted();
  const liftAndTell = async (form: FormData) => {
    const outcome = await liftSuppression(null, form);
    if (!outcome.ok) return void toast.error(outcome.message);
    const undo = { label: "Undo", onClick: () => void putBack(org, outcome.result.undo) };
    toast.success(outcome.message, { action: undo, duration: 10_000 });
  };
  return (
    <form action={scripted ? liftAndTell : send}>
      <input type="hidden" name="org" value={org} />
      <input type="hidden" name="suppression" value={suppression} />
      <Submit look="bare" pending="Lifting…">
        Lift<span className="sr-only"> {address}</span>
      </Submit>
    </form>
  );
}

async function putBack(org: string, token: string) {
  const outcome = await undoLift(null, { org, token });
  if (outcome.ok) toast.success(outcome.message);
  else toast.error(outcome.message);
}
