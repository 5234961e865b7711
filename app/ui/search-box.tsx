"use client";
/** Searches while one types; before scripts it is the form's field and Enter submits. */
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";

/** `address` is the list without a search; `q` what it is searched for now; `label` says all that is looked through. */
export function SearchBox({
  address,
  q,
  label,
  placeholder,
}: {
  address: string;
  q: string;
  label: string;
  placeholder: string;
}) {
  const router = useRouter();
  const [typed, setTyped] = useState(q);
  const [pending, startTransition] = useTransition();
  const box = useRef<HTMLInputElement>(null);
  const asked = useRef(q);

  // The address changed by itself (Back, a removed chip): show it, but never under the fingers of who types.
  useEffect(() => {
    if (q === asked.current || document.activeElement === box.current) return;
    asked.current = q;
    setTyped(q);
  }, [q]);

  useEffect(() => {
    if (typed.trim() === asked.current) return;
    const wait = setTimeout(() => {
      asked.current = typed.trim();
      startTransition(() => router.replace(withSearch(address, typed.trim()), { scroll: false }));
    }, 150);
    return () => clearTimeout(wait);
  }, [typed, address, router]);

  return (
    <label className="flex h-8 w-full shrink-0 items-center gap-2 rounded border border-line-strong bg-raised px-2.5 focus-within:border-accent md:w-[260px]">
      <Search aria-hidden className={`size-3.5 shrink-0 ${pending ? "animate-pulse text-accent" : "text-faint"}`} />
      <span className="sr-only">{label}</span>
      <input
        ref={box}
        type="search"
        name="q"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder={placeholder}
        autoComplete="off"
        maxLength={100}
        className="min-w-0 flex-1 bg-transparent outline-none"
        data-find
      />
    </label>
  );
}

function withSearch(address: string, q: string): string {
  if (!q) return address;
  return `${address}${address.includes("?") ? "&" : "?"}q=${encodeURIComponent(q)}`;
}
