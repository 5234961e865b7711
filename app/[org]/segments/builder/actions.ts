"use server";
import * as segments from "@/lib/segments/save";
import { CreateSegment, createSegment as create } from "@/lib/segments/segments";
import { action } from "@/lib/web/action";

/** Each tells the segment's public id. */
export const createSegment = action(CreateSegment, create, { tell: ({ segment }) => segment });
export const saveSegment = action(segments.SaveSegment, segments.saveSegment, { tell: ({ segment }) => segment });
