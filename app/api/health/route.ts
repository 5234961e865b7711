import { health } from "@/lib/health";

export const dynamic = "force-dynamic";

/** 200 when every part does its work, 503 with the part named when one does not. */
export async function GET() {
  const report = await health();
  return Response.json(report, { status: report.ok ? 200 : 503 });
}
