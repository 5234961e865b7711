"use server";
import * as keys from "@/lib/api-keys/keys";
import { action } from "@/lib/web/action";

const shownOnce = { tell: (made: { name: string; secret: string }) => made };

export const createKey = action(keys.CreateKey, keys.createKey, shownOnce);
export const rotateKey = action(keys.RotateKey, keys.rotateKey, shownOnce);
export const revokeKey = action(keys.OneKey, keys.revokeKey, {
  message: ({ name }) => `“${name}” is accepted no more.`,
});
