/** Lines to take along; long ones wrap. */
export function Code({ children }: { children: string }) {
  return (
    <pre className="rounded border bg-surface p-3 text-small break-words whitespace-pre-wrap">
      <code>{children}</code>
    </pre>
  );
}
