"use client";
import { signIn } from "next-auth/react";
import { Button } from "@/app/ui/button";

/** Log-in by a provider; nothing is shown when none is set up. */
export function ProviderButtons({ providers, next }: { providers: { id: string; name: string }[]; next: string }) {
  if (providers.length === 0) return null;
  return (
    <div className="grid gap-2">
      {providers.map(({ id, name }) => (
        <Button key={id} onClick={() => signIn(id, { callbackUrl: next })}>
          Continue with {name}
        </Button>
      ))}
    </div>
  );
}
