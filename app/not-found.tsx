import { LinkButton } from "./ui/button";
import { EmptyState } from "./ui/empty-state";

export default function NotFound() {
  return (
    <main>
      <EmptyState
        page
        title="There is nothing at this address"
        action={
          <LinkButton href="/" look="go">
            Go to the start
          </LinkButton>
        }
      >
        It was removed, or it belongs to an organization you are not a member of.
      </EmptyState>
    </main>
  );
}
