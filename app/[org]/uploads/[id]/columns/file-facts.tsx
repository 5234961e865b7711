import { Card } from "@/app/ui/card";
import { Disclosure } from "@/app/ui/disclosure";
import { ActionForm, FormSelect } from "@/app/ui/form";
import { Note } from "@/app/ui/note";
import { Submit } from "@/app/ui/submit";
import { Switch } from "@/app/ui/switch";
import { platformName } from "@/app/ui/words";
import { formatNumber } from "@/lib/format";
import type { ImportView } from "@/lib/imports/imports";
import { type Encoding, encodings, type Reading } from "@/lib/imports/read";
import type { Looked } from "@/lib/imports/settings";
import { chooseDialect, chooseHeader } from "../../actions";
import { sizeOf } from "../../words";

type Props = { org: string; upload: ImportView; looked: Looked };

/** How the file is read, in a line, and where to change it when that is not right. */
export function FileFacts({ org, upload, looked }: Props) {
  const { reading, sure, recognised, remembered, sheets = 1 } = looked;
  const facts = [
    sizeOf(upload.size),
    ...(reading.format === "text" ? [encodingWords[reading.encoding], delimiterWords[reading.delimiter]] : ["Excel"]),
    `for ${platformName(upload.store.platform)} · ${upload.store.name}`,
  ];
  return (
    <Card
      title={<bdi className="break-all">{upload.file}</bdi>}
      note={<span className="num">{facts.join(" · ")}</span>}
      aside={
        reading.format === "text" ? (
          // Read another way, the panel is out of the way of what is seen now.
          <Change key={JSON.stringify(reading)} org={org} upload={upload.id} reading={reading} />
        ) : null
      }
    >
      <div className="grid gap-3">
        <Switch
          action={chooseHeader}
          org={org}
          hidden={{ import: upload.id }}
          name="header"
          on={reading.header}
          label="Row 1 is a header"
          hint={sure.header ? undefined : "This could not be told for sure. Have a look."}
          said={["Row 1 is the header now.", "Row 1 is a row like the others now."]}
          tone="go"
        />
        {sure.encoding ? null : (
          <Note tone="wait">The letters could be of another encoding. If names look broken below, change it.</Note>
        )}
        {sheets > 1 ? (
          <Note tone="wait">
            This file has {formatNumber(sheets)} sheets, and the first is read. To import another, move it to the front
            or save it as a file of its own.
          </Note>
        ) : null}
        {recognised ? (
          <Note>
            This looks like an export of {recognised.what}.
            {remembered ? " The columns are as they were chosen the last time." : " Its columns are known."}
          </Note>
        ) : remembered ? (
          <Note>A file with these columns was here before. They are as they were chosen then.</Note>
        ) : null}
      </div>
    </Card>
  );
}

function Change({ org, upload, reading }: { org: string; upload: string; reading: Reading }) {
  return (
    <Disclosure summary="Not right? Change" className="underline underline-offset-3 hover:text-ink" end>
      <ActionForm action={chooseDialect} org={org} hidden={{ import: upload }} aria-label="How the file is read">
        <FormSelect label="Letters (encoding)" name="encoding" defaultValue={reading.encoding}>
          {encodings.map((encoding) => (
            <option key={encoding} value={encoding}>
              {encodingWords[encoding]}
            </option>
          ))}
        </FormSelect>
        <FormSelect label="Between the columns" name="delimiter" defaultValue={reading.delimiter}>
          {Object.entries(delimiterWords).map(([delimiter, word]) => (
            <option key={delimiter} value={delimiter}>
              {word}
            </option>
          ))}
        </FormSelect>
        <FormSelect label="Around cells" name="quote" defaultValue={reading.quote}>
          <option value={'"'}>Double quotes</option>
          <option value="'">Single quotes</option>
          <option value="">Nothing</option>
        </FormSelect>
        <div>
          <Submit pending="Reading…">Read it so</Submit>
        </div>
      </ActionForm>
    </Disclosure>
  );
}

const encodingWords: Record<Encoding, string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16, little-endian",
  "utf-16be": "UTF-16, big-endian",
  "windows-1252": "Windows-1252, Western",
  "iso-8859-1": "Latin-1",
  "windows-1250": "Windows-1250, Central European",
  "windows-1251": "Windows-1251, Cyrillic",
  "windows-1253": "Windows-1253, Greek",
  "windows-1254": "Windows-1254, Turkish",
  shift_jis: "Shift JIS, Japanese",
};

const delimiterWords: Record<Reading["delimiter"], string> = {
  ",": "Commas",
  ";": "Semicolons",
  "\t": "Tabs",
  "|": "Vertical bars",
};
