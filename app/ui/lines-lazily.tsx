"use client";
import dynamic from "next/dynamic";

/** The drawing library is fetched after the page is readable. */
export const Lines = dynamic(() => import("./lines").then((file) => file.Lines), { ssr: false });
