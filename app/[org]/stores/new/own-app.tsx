import { Fold } from "@/app/ui/fold";
import { FormField } from "@/app/ui/form";

/** The two halves of an app that the merchant made at the platform: needed where this Clientele has none there. */
export function OwnApp({ needed, id, secret, at }: { needed: boolean; id: string; secret: string; at: string }) {
  const fields = (
    <div className="grid gap-4">
      <p className="text-muted">
        Where the app is registered, name this address to return to:{" "}
        <b className="font-medium break-all text-ink">{at}</b>
      </p>
      <FormField label={id} name="appId" required={needed} autoComplete="off" spellCheck={false} />
      <FormField
        label={secret}
        name="appSecret"
        required={needed}
        type="password"
        autoComplete="off"
        hint="Kept encrypted, and never shown again."
      />
    </div>
  );
  return needed ? fields : <Fold title={<span className="font-semibold">By an app of your own</span>}>{fields}</Fold>;
}
