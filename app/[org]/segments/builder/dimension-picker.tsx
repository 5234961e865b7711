"use client";
/** What a condition is about: all dimensions by family, found by typing. */
import { type ReactElement, useRef, useState } from "react";
import { Popover } from "@/app/ui/popover";
import { families } from "@/lib/segments/catalogue/families";
import type { Dimension } from "@/lib/segments/sheet";
import { useBuilding } from "./building";
import { Option, OptionGroup, Options } from "./options";

export function DimensionPicker({
  trigger,
  chosen,
  onChoose,
  leads,
}: {
  trigger: ReactElement;
  chosen?: string;
  /** A choice leads the focus on, to what it makes. */
  leads?: boolean;
  onChoose: (dimension: Dimension) => void;
}) {
  const { dimensions } = useBuilding();
  const [open, setOpen] = useState(false);
  const [typed, type] = useState("");
  const took = useRef(false);
  const turn = (next: boolean) => {
    setOpen(next);
    if (next) {
      took.current = false;
      type("");
    }
  };
  const all = [...dimensions.values()];
  return (
    <Popover
      trigger={trigger}
      label="What the condition is about"
      open={open}
      onOpenChange={turn}
      giveBack={() => !(leads && took.current)}
    >
      <Options
        label="Conditions"
        placeholder="City, orders, opened…"
        typed={typed}
        onType={type}
        empty="Nothing is called that."
      >
        {Object.entries(families).map(([family, name]) => {
          const members = all.filter((one) => one.family === family);
          return members.length === 0 ? null : (
            <OptionGroup key={family} name={name}>
              {members.map((one) => (
                <Option
                  key={one.key}
                  value={`${one.label} ${one.key}`}
                  words={[name]}
                  chosen={one.key === chosen}
                  hint={one.hint}
                  onChoose={() => {
                    took.current = true;
                    turn(false);
                    onChoose(one);
                  }}
                >
                  {one.label}
                </Option>
              ))}
            </OptionGroup>
          );
        })}
      </Options>
    </Popover>
  );
}
