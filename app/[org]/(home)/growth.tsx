/** Contacts over time by where they came from: a plot, the figures under it, and the same as a table. */
import Link from "next/link";
import { Card } from "@/app/ui/card";
import { colours, Plot } from "@/app/ui/plot";
import { Time } from "@/app/ui/values";
import { sourceWords } from "@/app/ui/words";
import { formatNumber } from "@/lib/format";
import { contactsOverTime, type Growth as Data, daysShown } from "@/lib/home";
import type { Ctx } from "@/lib/tenancy";

export async function Growth({ ctx, org, zone, asTable }: { ctx: Ctx; org: string; zone: string; asTable: boolean }) {
  const { origins, days } = await contactsOverTime(ctx, { zone });
  const data = { origins: origins.map((origin) => sourceWords[origin] ?? origin), days };
  const other = (
    <Link href={asTable ? `/${org}` : `/${org}?growth=table`} scroll={false} className="hover:text-ink">
      {asTable ? "Plot" : "Table"}
    </Link>
  );
  return (
    <Card title="Contacts by source" note={`last ${daysShown} days`} aside={data.origins.length > 0 ? other : null}>
      {data.origins.length === 0 ? (
        <p className="text-muted">Nobody has come yet. Whom stores, files, forms and the API bring is drawn here.</p>
      ) : asTable ? (
        <Figures data={data} />
      ) : (
        <Plot data={{ lines: data.origins, days }} label="Contacts by source" />
      )}
      <Legend data={data} />
    </Card>
  );
}

function Legend({ data }: { data: Data }) {
  const last = data.days.at(-1)?.counts ?? [];
  return (
    <ul className="num mt-3 flex flex-wrap gap-x-5 gap-y-1 text-small text-muted">
      {data.origins.map((origin, at) => (
        <li key={origin} className="flex items-center gap-1.5">
          <span aria-hidden className="w-3 border-t-[1.5px]" style={{ borderColor: colours[at] }} />
          {origin} {formatNumber(last[at] ?? 0)}
        </li>
      ))}
    </ul>
  );
}

function Figures({ data }: { data: Data }) {
  return (
    <section aria-label="Contacts by source" className="in-card -mx-4">
      <table className="records">
        <thead>
          <tr>
            <th>Day</th>
            {data.origins.map((origin) => (
              <th key={origin} className="right whitespace-normal">
                {origin}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.days.toReversed().map(({ day, counts }) => (
            <tr key={day}>
              <td>
                <Time at={`${day}T12:00:00Z`} zone="UTC" as="day" />
              </td>
              {counts.map((count, at) => (
                <td key={data.origins[at]} className="num right">
                  {formatNumber(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
