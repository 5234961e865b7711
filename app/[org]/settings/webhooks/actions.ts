"use server";
import { testEndpoint as test } from "@/lib/endpoints/deliver";
import * as endpoints from "@/lib/endpoints/endpoints";
import { action } from "@/lib/web/action";

export const createEndpoint = action(endpoints.CreateEndpoint, endpoints.createEndpoint, {
  tell: (made: { name: string; secret: string }) => made,
});
export const changeEndpoint = action(endpoints.ChangeEndpoint, endpoints.changeEndpoint, { message: "Saved." });
export const pauseEndpoint = action(endpoints.OneEndpoint, endpoints.pauseEndpoint, {
  message: "Paused. What happens meanwhile is sent when it goes on.",
});
export const resumeEndpoint = action(endpoints.OneEndpoint, endpoints.resumeEndpoint, { message: "Going on." });
export const deleteEndpoint = action(endpoints.OneEndpoint, endpoints.deleteEndpoint, { message: "Deleted." });
export const testEndpoint = action(endpoints.OneEndpoint, test, {
  message: ({ status }) => `It took the test: ${status}.`,
});
