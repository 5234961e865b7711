import { Spoken, speakerFor } from "./speaker";

/** A link that is not whole. Nothing is told of whom it may have meant. */
export default async function LinkNotFound() {
  const { language, say } = await speakerFor();
  return (
    <Spoken language={language}>
      <h1 className="pt-4 sm:pt-12">{say("This link is not whole")}</h1>
      <p className="text-muted">
        {say(
          "Mail programs sometimes cut long links in two. Open the mail again and press the link there, or copy all of it. Nothing was changed.",
        )}
      </p>
    </Spoken>
  );
}
