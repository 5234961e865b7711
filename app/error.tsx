"use client";
import { PageFailed, type PageFailure } from "./ui/page-failed";

export default function PageError(failure: PageFailure) {
  return (
    <main>
      <PageFailed {...failure} />
    </main>
  );
}
