import { Figure, Figures } from "@/app/ui/figures";
import { counted, formatNumber } from "@/lib/format";
import type { HomeFigures } from "@/lib/home";

export async function ContactFigures({ figures }: { figures: Promise<HomeFigures> }) {
  const { contacts, thisWeek, email, sms, active } = await figures;
  return (
    <Figures label="Contacts">
      <Figure value={formatNumber(contacts)}>
        {counted(contacts, "contact")} · {formatNumber(thisWeek)} this week
      </Figure>
      <Figure value={formatNumber(email)}>can get email</Figure>
      <Figure value={formatNumber(sms)}>can get SMS</Figure>
      <Figure value={formatNumber(active)}>active in 365 days</Figure>
    </Figures>
  );
}

/** Holds the place while the figures are counted, so that nothing jumps. */
export function NoFigures() {
  return (
    <Figures label="Contacts">
      <Figure value="…">contacts</Figure>
      <Figure value="…">can get email</Figure>
      <Figure value="…">can get SMS</Figure>
      <Figure value="…">active in 365 days</Figure>
    </Figures>
  );
}
