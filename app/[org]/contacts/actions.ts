"use server";
import {
  ChooseColumns,
  chooseColumns,
  ForgetWidths,
  forgetWidths,
  SizeColumn,
  sizeColumn,
} from "@/lib/contacts/directory/columns";
import { readQuery, searchParamsOf, writeQuery } from "@/lib/contacts/directory/params";
import * as views from "@/lib/contacts/directory/views";
import { action } from "@/lib/web/action";

export const chooseColumnsAction = action(ChooseColumns, chooseColumns);
export const sizeColumnAction = action(SizeColumn, sizeColumn);
export const forgetWidthsAction = action(ForgetWidths, forgetWidths);

export const saveViewAction = action(views.SaveView, views.saveView, {
  redirect: (view, org) => `/${org}/contacts?${addressed(view)}`,
});
export const updateViewAction = action(views.UpdateView, views.updateView, { message: "The view is updated." });
export const renameViewAction = action(views.RenameView, views.renameView, { message: "The view is renamed." });
export const deleteViewAction = action(views.OneView, views.deleteView, { redirect: (_, org) => `/${org}/contacts` });

const addressed = ({ id, query }: views.View) =>
  writeQuery({ ...readQuery(searchParamsOf(query)).query, view: id }).toString();
