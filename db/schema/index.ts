export * from "./accounts";
export * from "./contacts";
export * from "./groups";
export * from "./orders";
export * from "./stores";
