/** The letters to people who sign up at a merchant's form. They come from the store, not from us. */
import { appUrl } from "../env";
import { type Letter, letter } from "./letter";

export function confirmationLetter(signup: { store: string; title: string; token: string }): Letter {
  const { store, title, token } = signup;
  return letter({
    kind: "confirm-sign-up",
    subject: `Confirm your subscription to ${store}`,
    name: "",
    before: [
      `Somebody, most likely you, gave this address at ${store}: “${title}”.`,
      "Open the link and press the button to confirm. Until then nothing is sent to you.",
    ],
    button: { label: "Confirm my subscription", url: `${appUrl()}/c/${token}` },
    after: ["The link works once, for 7 days. If it was not you, ignore this mail: without it nothing happens."],
    sender: store,
  });
}
