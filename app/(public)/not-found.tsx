/** A link that is not whole. Nothing is told of whom it may have meant. */
export default function LinkNotFound() {
  return (
    <>
      <h1 className="pt-4 sm:pt-12">This link is not whole</h1>
      <p className="text-muted">
        Mail programs sometimes cut long links in two. Open the mail again and press the link there, or copy all of it.
        Nothing was changed.
      </p>
    </>
  );
}
