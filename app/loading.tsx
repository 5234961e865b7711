import { Skeleton } from "./ui/skeleton";

export default function Loading() {
  return <Skeleton />;
}
