/** Where the form is, and what to paste where it shall stand. */
import { Card } from "@/app/ui/card";
import { CopyText } from "@/app/ui/copy-text";
import { Fold } from "@/app/ui/fold";
import type { FormDetail } from "@/lib/forms/forms";
import { hostedAddress, plainFrame, snippet } from "@/lib/forms/snippet";

export function Embed({ form }: { form: FormDetail }) {
  return (
    <Card title="Embed">
      <div className="grid gap-4">
        <CopyText label="A page of its own, to link to" value={hostedAddress(form.id)} />
        <CopyText
          label="Inside your shop: paste this where the form shall stand"
          value={snippet(form.id)}
          hint="The form takes the width of its place, its own height, and the light or dark of your page."
        />
        <Fold title="Where your shop allows no foreign scripts">
          <CopyText
            label="A frame of a fixed height"
            value={plainFrame(form.id, form.title)}
            hint="A content security policy must name this address under frame-src, and for the script above also under script-src."
          />
        </Fold>
      </div>
    </Card>
  );
}
