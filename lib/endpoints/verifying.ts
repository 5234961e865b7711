/** JavaScript that receivers may copy: it is shown as it stands, and tests run it. */
export const verifying = `import { createHmac, timingSafeEqual } from "node:crypto";

/** True for what we sent in the last five minutes. "body" is the text as it came, before it is parsed. */
export function isGenuine(secret, headers, body) {
  const [id, sentAt] = [headers["webhook-id"], headers["webhook-timestamp"]];
  if (!(Math.abs(Date.now() / 1000 - Number(sentAt)) < 300)) return false;
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const made = createHmac("sha256", key).update(id + "." + sentAt + "." + body).digest();
  return String(headers["webhook-signature"]).split(" ").some((one) => {
    const told = Buffer.from(one.replace("v1,", ""), "base64");
    return told.length === made.length && timingSafeEqual(told, made);
  });
}
`;
