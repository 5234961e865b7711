"use server";
import { ChooseColumns, chooseColumns } from "@/lib/contacts/directory/columns";
import { action } from "@/lib/web/action";

export const chooseColumnsAction = action(ChooseColumns, chooseColumns);
