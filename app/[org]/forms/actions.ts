"use server";
import * as forms from "@/lib/forms/forms";
import { CreateForm, EditForm, OneForm } from "@/lib/forms/inputs";
import { action } from "@/lib/web/action";

const formPage = ({ form }: { form: string }, org: string) => `/${org}/forms/${form}`;

export const createForm = action(CreateForm, forms.createForm, { redirect: formPage });
export const editForm = action(EditForm, forms.editForm, { redirect: formPage });
export const openForm = action(OneForm, forms.openForm, { message: "Open: people can sign up." });
export const closeForm = action(OneForm, forms.closeForm, { message: "Closed: nobody can sign up." });
