import type { Tone } from "@/app/ui/status";
import type { DeliveryLine } from "@/lib/stores/inbox";

export const deliveryStates: Record<DeliveryLine["state"], { tone: Tone; word: string }> = {
  waiting: { tone: "wait", word: "Waiting" },
  applied: { tone: "ok", word: "Applied" },
  ignored: { tone: "hollow", word: "Ignored" },
  failed: { tone: "stop", word: "Failed" },
};
