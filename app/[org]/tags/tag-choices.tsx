"use client";
import { Check, Merge, Pencil, Trash2, Users } from "lucide-react";
import { Menu, MenuAction, MenuHeading, MenuLink, MenuSeparator } from "@/app/ui/menu";
import type { ChoicesProps } from "@/app/ui/row-menu";
import { Tag, tagColour } from "@/app/ui/tag";
import { toast } from "@/app/ui/toaster";
import { colours } from "@/lib/tags/colours";
import { colourTag } from "./actions";
import type { TagInMenu } from "./tag-menu";

export type Question = "rename" | "merge" | "delete";

export default function TagChoices({
  trigger,
  ask,
  org,
  tag,
}: ChoicesProps<Question> & { org: string; tag: TagInMenu }) {
  const paint = async (colour: string) => {
    const outcome = await colourTag(null, { org, tag: tag.id, colour });
    if (!outcome.ok) toast.error(outcome.message);
  };
  return (
    <Menu trigger={trigger} align="end" defaultOpen>
      <MenuLink href={`/${org}/contacts?tag=${tag.id}`}>
        <Users aria-hidden /> Show who has it
      </MenuLink>
      <MenuAction onClick={() => ask("rename")}>
        <Pencil aria-hidden /> Rename…
      </MenuAction>
      <MenuAction onClick={() => ask("merge")}>
        <Merge aria-hidden /> Merge into another…
      </MenuAction>
      <MenuHeading>Colour</MenuHeading>
      {colours.map((colour) => (
        <MenuAction key={colour} on={tag.colour === colour} onClick={() => void paint(colour)}>
          <Tag colour={tagColour(colour)}>{colour}</Tag>
          {tag.colour === colour ? <Check aria-label="chosen" className="ml-auto" /> : null}
        </MenuAction>
      ))}
      <MenuSeparator />
      <MenuAction onClick={() => ask("delete")}>
        <Trash2 aria-hidden /> Delete…
      </MenuAction>
    </Menu>
  );
}
