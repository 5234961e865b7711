"use client";
import { useRouter } from "next/navigation";
import { Button } from "@/app/ui/button";
import { Dialog, DialogClose } from "@/app/ui/dialog";
import { ActionForm } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { toast } from "@/app/ui/toaster";
import type { Action } from "@/lib/web/action";
import { deleteContactAction, restoreContactAction } from "../row/actions";

/** Asks, deletes, leaves for the list, and offers to take it back. */
export function DeleteContact({ org, contact, name }: { org: string; contact: string; name: string }) {
  const router = useRouter();
  const restore = async () => {
    const outcome = await restoreContactAction(null, { org, contact });
    if (!outcome.ok) return void toast.error(outcome.message);
    toast.success(`${name} is back`);
    router.push(`/${org}/contacts/${contact}`);
  };
  const send: Action<undefined> = async (previous, form) => {
    const outcome = await deleteContactAction(previous, form);
    if (outcome.ok) {
      router.push(`/${org}/contacts`);
      toast.success(`Deleted ${name}`, { action: { label: "Undo", onClick: () => void restore() } });
    }
    return outcome;
  };
  return (
    <Dialog
      title={`Delete ${name}`}
      trigger={
        <Button look="bare" className="text-stop hover:not-disabled:text-stop">
          Delete…
        </Button>
      }
    >
      <p>
        {name} disappears from every list, count and page. Opt-outs are remembered. They come back when their store
        tells something new of them.
      </p>
      <ActionForm action={send} org={org} hidden={{ contact }}>
        <div className="flex justify-end gap-2">
          <DialogClose render={<Button>Cancel</Button>} />
          <Submit look="stop" pending="Deleting…" className="min-w-0">
            <span className="truncate">Delete {name}</span>
          </Submit>
        </div>
      </ActionForm>
    </Dialog>
  );
}
