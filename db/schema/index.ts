export * from "./accounts";
export * from "./bulk";
export * from "./choices";
export * from "./contacts";
export * from "./groups";
export * from "./orders";
export * from "./stores";
