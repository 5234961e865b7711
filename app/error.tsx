"use client";
import { Button } from "./ui/button";
import { EmptyState } from "./ui/empty-state";

/** An outage looks like an outage. The id is found in the log. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main>
      <EmptyState
        page
        title="This page could not be shown"
        action={
          <Button look="go" onClick={reset}>
            Try again
          </Button>
        }
      >
        Something failed on our side. Nothing you saved is lost, and nothing was sent.
        {error.digest ? ` If it stays, tell us this id: ${error.digest}` : ""}
      </EmptyState>
    </main>
  );
}
