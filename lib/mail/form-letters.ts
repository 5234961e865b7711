/** The letters to people who sign up at a merchant's form, in their language. They come from the store, not from us. */
import { appUrl } from "../env";
import { type Language, type Sentence, say } from "../languages/languages";
import { type Letter, letter } from "./letter";

type SignUp = { store: string; title: string; token: string; language: Language };

export function confirmationLetter({ store, title, token, language }: SignUp): Letter {
  const said = (sentence: Sentence) => say(language, sentence, { store, title });
  return letter({
    kind: "confirm-sign-up",
    language,
    subject: said("Confirm your subscription to {store}"),
    name: "",
    before: [
      said("Somebody, most likely you, gave this address at {store}: “{title}”."),
      said("Open the link and press the button to confirm. Only then does this sign-up count."),
    ],
    button: { label: said("Confirm my subscription"), url: `${appUrl()}/c/${token}` },
    after: [said("The link works once, for 7 days. If it was not you, ignore this mail: without it nothing happens.")],
    sender: store,
  });
}
