"use server";
import * as confirmation from "@/lib/forms/confirm";
import { SignUp } from "@/lib/forms/given";
import * as forms from "@/lib/forms/sign-up";
import * as preferences from "@/lib/preferences/choose";
import { openAction } from "@/lib/web/action";

export const unsubscribe = openAction(preferences.Unsubscribe, preferences.unsubscribe);
export const leaveAll = openAction(preferences.LeaveAll, preferences.leaveAll, {
  message: "You are unsubscribed from everything.",
});
export const choose = openAction(preferences.Choose, preferences.choose, { message: "Saved." });
export const confirmSignUp = openAction(confirmation.Confirm, confirmation.confirm);
export const signUpAtForm = openAction(SignUp, forms.signUp, {
  redirect: ({ form, framed }) => (framed ? `/f/${form}/frame?done=1` : `/f/${form}?done=1`),
});
