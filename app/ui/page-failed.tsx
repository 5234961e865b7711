"use client";
import { Button } from "./button";
import { EmptyState } from "./empty-state";

export type PageFailure = { error: Error & { digest?: string }; reset: () => void };

/** In place of a page that failed. An outage looks like an outage. The id is found in the log. */
export function PageFailed({ error, reset }: PageFailure) {
  return (
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
  );
}
