/** People who log in. These verbs take no organization: a person may belong to several. */
export * from "./inputs";
export { joinAsNewUser } from "./join";
export { logIn } from "./log-in";
export { changePassword, requestPasswordReset, resetPassword, setPassword } from "./passwords";
export { logInByProvider, type ProvidedAccount, userOfProvider } from "./providers";
export {
  listSessions,
  type Me,
  openSession,
  readSession,
  revokeOtherSessions,
  revokeSession,
  type SessionLine,
  sessionDays,
} from "./sessions";
export { createOwner, resendVerification, signUp, verifyEmail } from "./sign-up";
export { tokenIsUsable } from "./tokens";
