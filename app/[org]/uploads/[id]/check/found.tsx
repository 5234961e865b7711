/** What the dry run found: figures, then what was rejected and why, with the first rows of each. */
import { LinkButton } from "@/app/ui/button";
import { Card, Line } from "@/app/ui/card";
import { Figure, Figures } from "@/app/ui/figures";
import { Fold } from "@/app/ui/fold";
import { Note } from "@/app/ui/note";
import { Count } from "@/app/ui/values";
import { formatNumber, plural } from "@/lib/format";
import type { Checked } from "@/lib/imports/check";
import type { ImportView } from "@/lib/imports/imports";
import { figureWords } from "../../words";

type Props = {
  /** The import's address. */
  base: string;
  upload: ImportView;
  checked: Checked;
};

export function Found({ base, upload, checked }: Props) {
  const { rows, rejected, hints, role, disposable } = checked;
  const { fresh, known } = figureWords[upload.kind];
  return (
    <>
      {rows === rejected ? (
        <Note tone="stop" action={<LinkButton href={`${base}/columns`}>Look at the columns</LinkButton>}>
          {rows === 0 ? "There is no row in this file." : "No row of this file could be taken."} Look at the columns
          once more, and at how the file is read.
        </Note>
      ) : null}
      <Figures label="What would happen">
        <Figure value={<Count value={checked.new} />}>{fresh}</Figure>
        {upload.kind === "suppressed" ? null : <Figure value={<Count value={checked.updated} />}>updated</Figure>}
        <Figure value={<Count value={checked.known} />}>{known}</Figure>
        {upload.kind === "contacts" ? (
          <Figure value={<Count value={checked.keptUnsubscribed} />}>kept unsubscribed</Figure>
        ) : null}
        <Figure value={<Count value={checked.repeated} />}>repeated in the file</Figure>
        <Figure value={<Count value={rejected} />}>rejected</Figure>
      </Figures>
      {checked.keptUnsubscribed > 0 ? (
        <Note>
          {plural(checked.keptUnsubscribed, "contact")} the file calls subscribed opted out before. They stay
          unsubscribed.
        </Note>
      ) : null}
      {checked.reasons.length > 0 ? <Reasons reasons={checked.reasons} rest={rows > rejected} /> : null}
      {hints.count > 0 ? <Hints {...hints} /> : null}
      {checked.leftOut > 0 ? (
        <p className="text-muted">
          {plural(checked.leftOut, "cell")} cannot be read and {checked.leftOut === 1 ? "is" : "are"} left out of rows
          that are taken.
        </p>
      ) : null}
      {role + disposable > 0 ? (
        <p className="text-muted">
          Addresses of a role (info@, sales@): <Count value={role} />. Throw-away ones: <Count value={disposable} />.
          They are imported like the others.
        </p>
      ) : null}
    </>
  );
}

/** `rest`: there are rows that can be taken. */
function Reasons({ reasons, rest }: Pick<Checked, "reasons"> & { rest: boolean }) {
  const note = rest ? "The rest is imported. These can be mended afterwards, or fetched as a file." : null;
  return (
    <Card title="Rejected, and why" note={note}>
      <ul>
        {reasons.map(({ reason, sentence, count, examples }) => (
          <Line key={reason}>
            <Fold title={<Reason sentence={sentence} count={count} />}>
              <Examples examples={examples} />
            </Fold>
          </Line>
        ))}
      </ul>
    </Card>
  );
}

function Reason({ sentence, count }: { sentence: string; count: number }) {
  return (
    <>
      <span className="grow">{sentence}</span>
      <span className="text-small text-muted">
        <Count value={count} />
      </span>
    </>
  );
}

function Examples({ examples }: { examples: Checked["reasons"][number]["examples"] }) {
  if (examples.length === 0) return <p className="text-muted">Of erased people nothing is shown.</p>;
  return (
    <ul className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 pl-5.5 text-small">
      {examples.map(({ line, column, cells }) => (
        <li key={line} className="col-span-2 grid grid-cols-subgrid">
          <span className="num text-muted">Line {line}</span>
          <bdi className="truncate">
            {column === null ? cells.filter((cell) => cell.trim()).join(" · ") : (cells[column] ?? "")}
          </bdi>
        </li>
      ))}
    </ul>
  );
}

function Hints({ count, examples }: Checked["hints"]) {
  return (
    <Card
      title={count === 1 ? "One address may be mistyped" : `${formatNumber(count)} addresses may be mistyped`}
      note="Nothing is changed by itself."
    >
      <ul className="grid gap-1">
        {examples.map(({ line, typed, meant }) => (
          <li key={line} className="flex flex-wrap gap-x-3">
            <span className="num text-muted">Line {line}</span>
            <bdi className="break-all">{typed}</bdi>
            <span className="text-muted">
              probably <bdi className="text-ink">{meant}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
