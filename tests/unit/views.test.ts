/** What the small servers answer from: lists made of their rows, and places found in them. */
import { describe, expect, it } from "vitest";
import { firstOf, grouped, someFrom, Views } from "@/lib/local/views";

type Row = { id: number; of: string };
const shelf = () => new Map([3, 1, 2].map((id): [number, Row] => [id, { id, of: id === 2 ? "even" : "odd" }]));
const ids = (views: Views, rows: Map<number, Row>) =>
  views.of(rows, "by id", (all) => all.sort((a, b) => a.id - b.id)).map(({ id }) => id);

describe("a list that is made of rows", () => {
  it("shows what happened since the last answer", () => {
    const [views, rows] = [new Views(false), shelf()];
    expect(ids(views, rows)).toEqual([1, 2, 3]);
    rows.get(1)!.id = 9;
    expect(ids(views, rows)).toEqual([2, 3, 9]);
  });

  it("is made once of rows that are still, and anew once some came or went", () => {
    const [views, rows] = [new Views(true), shelf()];
    let made = 0;
    const count = () => views.of(rows, "count", (all) => [++made, all.length]);
    expect([count(), count()]).toEqual([
      [1, 3],
      [1, 3],
    ]);
    rows.delete(1);
    expect(count()).toEqual([2, 2]);
    expect(ids(views, rows)).toEqual([2, 3]);
  });

  it("is one for each name and for each of the tables", () => {
    const views = new Views(true);
    const [rows, others] = [shelf(), new Map([[7, { id: 7, of: "odd" }]])];
    expect([ids(views, rows), ids(views, others)]).toEqual([[1, 2, 3], [7]]);
    expect(views.of(rows, "backwards", (all) => all.map(({ id }) => id))).toEqual([3, 1, 2]);
  });
});

it("groups rows in their order", () => {
  expect(grouped([...shelf().values()], ({ of }) => of).get("odd")).toEqual([
    { id: 3, of: "odd" },
    { id: 1, of: "odd" },
  ]);
});

it("finds in a list of any length the first that lies so far", () => {
  for (let length = 0; length < 9; length++) {
    const list = Array.from({ length }, (_, at) => at);
    for (let far = 0; far <= length; far++) expect(firstOf(list, (one) => one >= far)).toBe(far);
  }
});

it("takes from a place on no more rows than are asked for", () => {
  expect(someFrom([1, 2, 3, 4, 5, 6], 1, 2, (one) => one % 2 === 0)).toEqual([2, 4]);
  expect(someFrom([1, 2, 3], 2, 5, () => true)).toEqual([3]);
});
