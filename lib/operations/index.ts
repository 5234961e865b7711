export {
  type FoundStore,
  listEveryStore,
  type Operator,
  type Replayable,
  replayable,
  replayDeliveries,
  type StoreLine,
  storeMeant,
  syncStore,
} from "./every-store";
export { type Rotation, resealSecrets } from "./keys";
export { AddMember, addMember, makeOwner, resetPasswordOf } from "./people";
