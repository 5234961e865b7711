/**
 * Sends a file's parts, two at a time; a part that fails is tried again, for longer and longer, before it is given up.
 */

export type Sending = {
  org: string;
  upload: string;
  file: File;
  partSize: number;
  /** Parts that are still to be sent. */
  parts: number[];
  signal: AbortSignal;
  /** Bytes that are there now. */
  onProgress: (sent: number) => void;
};

const atOnce = 2;
const waits = [1, 2, 4, 8, 15, 30];

/** @throws Error with a sentence when the server refuses, or stays away for a minute; AbortError when it is stopped */
export async function sendParts(sending: Sending): Promise<void> {
  const { file, partSize, parts, onProgress } = sending;
  const rest = [...parts];
  let sent = file.size - parts.reduce((sum, part) => sum + lengthOf(file, partSize, part), 0);
  onProgress(sent);
  const lane = async () => {
    for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
      await sendPart(sending, part);
      sent += lengthOf(file, partSize, part);
      onProgress(sent);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** @throws Error with the server's sentence */
export async function missingParts(org: string, upload: string): Promise<{ partSize: number; missing: number[] }> {
  const answer = await fetch(`/${org}/uploads/${upload}/parts`);
  if (!answer.ok) throw new Error(await sentenceOf(answer));
  return answer.json();
}

async function sendPart({ org, upload, file, partSize, signal }: Sending, part: number): Promise<void> {
  const body = file.slice(part * partSize, (part + 1) * partSize);
  for (let attempt = 0; ; attempt += 1) {
    const answer = await put(`/${org}/uploads/${upload}/parts/${part}`, body, signal);
    if (answer?.ok) return;
    if (answer && answer.status < 500 && answer.status !== 429) throw new Error(await sentenceOf(answer));
    const wait = waits[attempt];
    if (wait === undefined) throw new Error("The connection is gone. Nothing is lost: go on when it is back.");
    await pause(wait * 1000, signal);
  }
}

/** Null where nobody answers. A file that was changed or moved meanwhile cannot be read: that is told at once. */
async function put(url: string, body: Blob, signal: AbortSignal): Promise<Response | null> {
  let bytes: ArrayBuffer;
  try {
    bytes = await body.arrayBuffer();
  } catch {
    throw new Error("The file was changed or moved while it was read. Choose it again.");
  }
  try {
    return await fetch(url, { method: "PUT", body: bytes, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

const lengthOf = (file: File, partSize: number, part: number) => Math.min(partSize, file.size - part * partSize);

async function sentenceOf(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => null);
  const told = body && typeof body === "object" && "detail" in body ? String(body.detail) : "";
  return told || "The file was not taken. Try again.";
}
