import { LinkButton } from "./button";
import { EmptyState } from "./empty-state";

/** In place of a page that is not there, or is not for whoever asks. */
export function NothingHere() {
  return (
    <EmptyState
      page
      title="There is nothing at this address"
      action={
        <LinkButton href="/" look="go">
          Go to the start
        </LinkButton>
      }
    >
      It was removed, the address is not whole, or it belongs to an organization you are not a member of.
    </EmptyState>
  );
}
