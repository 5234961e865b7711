import { answerApi } from "@/lib/web/api";

type Context = { params: Promise<{ path?: string[] }> };

/** Every endpoint is declared in lib/api/endpoints; here they are only let in. */
const answer = async (request: Request, { params }: Context) => answerApi(request, (await params).path ?? []);

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
