import type { z } from "zod";
import { ListSuppressions } from "@/lib/suppressions/suppressions";

export type Asked = z.output<typeof ListSuppressions>;

/** What the address asks for; a part that makes no sense is left out, and `understood` is false. */
export function readAsked(params: Record<string, string | string[] | undefined>): {
  asked: Asked;
  understood: boolean;
} {
  const one = Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => {
      const text = [value ?? ""].flat()[0];
      return text ? [[name, text]] : [];
    }),
  );
  const read = ListSuppressions.safeParse(one);
  if (read.success) return { asked: read.data, understood: true };
  const wrong = new Set(read.error.issues.map(({ path }) => String(path[0])));
  const rest = Object.fromEntries(Object.entries(one).filter(([name]) => !wrong.has(name)));
  return { asked: ListSuppressions.parse(rest), understood: false };
}

export function addressOf(org: string, asked: Asked): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value) params.set(name, value);
  return `/${org}/suppressions${params.size > 0 ? `?${params}` : ""}`;
}
