import { type ReactNode, Suspense } from "react";

const patience = 200;

/**
 * What is quickly known stands on the page at once, before any script; what takes longer than 200 ms follows by itself.
 * `children` draws it, with null while it is not known.
 */
export async function Soon<T>({ of, children }: { of: Promise<T>; children: (known: T | null) => ReactNode }) {
  const quick = await Promise.race([of.then((known) => ({ known })), afterAWhile()]);
  if (quick) return children(quick.known);
  return (
    <Suspense fallback={children(null)}>
      <Later of={of}>{children}</Later>
    </Suspense>
  );
}

async function Later<T>({ of, children }: { of: Promise<T>; children: (known: T) => ReactNode }) {
  return children(await of);
}

const afterAWhile = () => new Promise<null>((done) => setTimeout(done, patience, null));
