import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { memberContext } from "@/lib/web/session";

export const metadata: Metadata = { title: "Nothing here" };

type Props = { params: Promise<{ org: string; rest: string[] }> };

/** An address that leads nowhere: told inside the organization's frame, with the ways to everywhere else. */
export default async function NowherePage({ params }: Props) {
  const { org, rest } = await params;
  await memberContext(org, `/${org}/${rest.join("/")}`);
  notFound();
}
