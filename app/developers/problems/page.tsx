import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "@/app/ui/card";
import { problems } from "@/lib/api/problem";

export const metadata: Metadata = { title: "Problems of the API" };

/** Where the type of each problem leads to. */
export default function ProblemsPage() {
  return (
    <main className="mx-auto grid w-full max-w-3xl gap-4 px-4 py-6 md:px-6">
      <h1>Problems</h1>
      <p className="max-w-prose text-muted">
        A refused call is answered by a body of the type application/problem+json (RFC 9457). Its type leads here; its
        detail says what was wrong this time, and “errors” points to each place.{" "}
        <Link href="/developers" className="underline underline-offset-3">
          API reference
        </Link>
      </p>
      {Object.entries(problems).map(([name, [status, title, remedy]]) => (
        <section key={name} id={name} className="scroll-mt-4">
          <Card title={title} note={`${status} · ${name}`}>
            {remedy}
          </Card>
        </section>
      ))}
    </main>
  );
}
