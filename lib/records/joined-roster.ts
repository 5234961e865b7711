/** Who is who where the records are those of a source that joined the store: its accounts are keys of no contact. */
import type { Account, Entry } from "./entries";
import { Roster } from "./roster";

export class JoinedRoster extends Roster {
  /**
   * A record of a source that joined the store belongs to whom its address, else its number, leads to, and stays there.
   * It takes along what it alone is known by; the store's own accounts it never makes one.
   */
  protected override claim(account: Account) {
    const { email, emailTyped, phone } = account.addresses;
    const known = this.current(account.contact);
    const holder = (email ? this.holderOf(email) : undefined) ?? null;
    let contact = known ?? holder ?? (email || !phone ? this.phoneOnly(phone) : (this.numberOf(phone) ?? null));
    if (known && holder && known !== holder) {
      const apart = known.externalId && holder.externalId;
      contact = apart ? holder : known.externalId ? this.mergeInto(known, holder) : this.mergeInto(holder, known);
    }
    contact ??= this.open(account.addresses, account.createdAt);
    if (email && this.holderOf(email) !== contact) {
      const own = !contact.externalId && !contact.edited;
      if (own && (!contact.email || contact.email === account.storedEmail)) {
        const before = contact.email;
        this.setEmail(contact, email, emailTyped);
        if (before) this.lead(before, contact);
      } else this.lead(email, contact);
    }
    account.contact = this.absorbPhoneOnly(contact, phone);
    account.changed ||= account.contact.id === null || account.contact.id !== account.storedContact;
  }

  protected override release(account: Account) {
    account.contact = this.current(account.contact);
  }

  protected override giveKey(_contact: Entry, _account: Account) {}
}
