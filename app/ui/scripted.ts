"use client";
import { useSyncExternalStore } from "react";

/** Whether scripts run: false on the server and until the page answers, so that both render the same at first. */
export function useScripted(): boolean {
  return useSyncExternalStore(never, yes, no);
}

const never = () => () => {};
const yes = () => true;
const no = () => false;
