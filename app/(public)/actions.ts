"use server";
import * as confirmation from "@/lib/forms/confirm";
import { SignUp } from "@/lib/forms/given";
import * as forms from "@/lib/forms/sign-up";
import * as preferences from "@/lib/preferences/choose";
import { openAction } from "@/lib/web/action";
import { inOwnLanguage } from "./own-language";

export const unsubscribe = inOwnLanguage(openAction(preferences.Unsubscribe, preferences.unsubscribe));
export const leaveAll = inOwnLanguage(
  openAction(preferences.LeaveAll, preferences.leaveAll, { message: "You are unsubscribed from everything." }),
);
export const choose = inOwnLanguage(openAction(preferences.Choose, preferences.choose, { message: "Saved." }));
export const confirmSignUp = inOwnLanguage(openAction(confirmation.Confirm, confirmation.confirm));
export const signUpAtForm = inOwnLanguage(
  openAction(SignUp, forms.signUp, {
    redirect: ({ form, framed }) => (framed ? `/f/${form}/frame?done=1&theme=${framed}` : `/f/${form}?done=1`),
  }),
);
