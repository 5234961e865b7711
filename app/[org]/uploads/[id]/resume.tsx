"use client";
import { useState } from "react";
import { FormError } from "@/app/ui/field";
import { DropZone } from "../drop-zone";
import { missingParts } from "../send-parts";
import { Sending } from "../sending";
import { useSending } from "../use-sending";
import { sizeOf } from "../words";

/** An upload that broke off goes on with the parts that are missing, once the same file is chosen again. */
export function Resume({ org, upload, name, size }: { org: string; upload: string; name: string; size: number }) {
  const [wrong, setWrong] = useState("");
  const { standing, trouble, send, cancel } = useSending(org);
  if (standing) return <Sending standing={standing} cancel={cancel} />;
  return (
    <div className="grid gap-3">
      <FormError>{trouble}</FormError>
      <DropZone
        file={null}
        error={wrong}
        hint={`${name}, ${sizeOf(size)}`}
        choose={(file) => {
          if (file.size !== size) return setWrong(`This is another file: ${name} has ${sizeOf(size)}.`);
          setWrong("");
          void send(file, async () => {
            const { partSize, missing } = await missingParts(org, upload);
            return { upload, partSize, parts: missing };
          });
        }}
      />
    </div>
  );
}
