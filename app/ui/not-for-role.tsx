import { LinkButton } from "./button";
import { EmptyState } from "./empty-state";

type Props = { title: string; back: string; href: string };

/** In place of a page whose action one's role does not allow: said before anything is filled in. `back` says whereto. */
export function NotForRole({ title, back, href }: Props) {
  return (
    <EmptyState page title={title} action={<LinkButton href={href}>{back}</LinkButton>}>
      Your role allows you to look at them. Ask an owner or admin of the organization.
    </EmptyState>
  );
}
