import type { Metadata } from "next";
import { Button, LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { Note } from "@/app/ui/note";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { countSelected, type Selected } from "@/lib/bulk/selection";
import type { SearchParams } from "@/lib/contacts/directory/params";
import { Failure } from "@/lib/errors";
import { plural } from "@/lib/format";
import { listLists } from "@/lib/lists/lists";
import { listTags } from "@/lib/tags/tags";
import type { Ctx } from "@/lib/tenancy";
import { memberContext } from "@/lib/web/session";
import { kindsFor } from "../../selection/selection";
import { beginBulkOnPage } from "../actions";
import { BulkForm } from "../bulk-form";
import { addressFor, selectedOf } from "../selected";
import { type Kind, words } from "../words";

export const metadata: Metadata = { title: "Do to many" };

type Props = { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> };

/** The selection bar's actions as a page, for browsers without scripts. */
export default async function NewBulkPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { ctx } = await memberContext(org, `/${org}/contacts/bulk/new`);
  const asked = paramsOf(await searchParams);
  const { selected, count, problem } = await read(ctx, asked);
  const kinds = kindsFor(ctx);
  const kind = kinds.find((one) => one === asked.get("kind"));
  return (
    <>
      <PageHead title={kind ? words[kind].name : "What to do"} sub={`${plural(count.n, "contact")} selected`} />
      <PageBody narrow>
        {problem ? <Note tone="wait">{problem}</Note> : null}
        {count.n === 0 ? <Note>Nobody is selected. Go back to the list and tick somebody.</Note> : null}
        {kind && count.n > 0 ? (
          <Card>
            <BulkForm
              kind={kind}
              org={org}
              meant={selected}
              count={count}
              choices={await choicesOf(ctx)}
              action={beginBulkOnPage}
            >
              <LinkButton href={`/${org}/contacts`}>Cancel</LinkButton>
            </BulkForm>
          </Card>
        ) : null}
        {kind || count.n === 0 ? null : <Which org={org} kinds={kinds} selected={selected} />}
      </PageBody>
    </>
  );
}

function Which({ org, kinds, selected }: { org: string; kinds: Kind[]; selected: Selected }) {
  const fields = [...new URLSearchParams(addressFor(selected))];
  return (
    <form action={`/${org}/contacts/bulk/new`} className="flex flex-wrap gap-2">
      {fields.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      {kinds.map((kind) => (
        <Button key={kind} type="submit" name="kind" value={kind}>
          {words[kind].name}
        </Button>
      ))}
    </form>
  );
}

/** What cannot be read is nobody, and said. */
async function read(ctx: Ctx, params: URLSearchParams) {
  try {
    const selected = selectedOf(params);
    return { selected, count: await countSelected(ctx, selected), problem: null };
  } catch (error) {
    const problem = error instanceof Failure ? error.message : "This selection cannot be read.";
    return { selected: { all: false, query: "", contacts: [] }, count: { n: 0 }, problem };
  }
}

async function choicesOf(ctx: Ctx) {
  const [tags, lists] = await Promise.all([listTags(ctx), listLists(ctx)]);
  return { tags: tags.map(({ name }) => name), lists: lists.map(({ id, name }) => ({ id, name })) };
}

function paramsOf(params: SearchParams): URLSearchParams {
  const pairs = Object.entries(params).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]));
  return new URLSearchParams(pairs);
}
