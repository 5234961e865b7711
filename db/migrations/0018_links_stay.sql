-- A row that is moved to another organization is refused by the policy, before anybody asks whom it links.
drop trigger stays on contact_tags;
--> statement-breakpoint
drop trigger stays on list_members;
--> statement-breakpoint
create trigger stays before update of contact_id on contact_tags for each row
  when (old.contact_id <> new.contact_id) execute function links_stay();
--> statement-breakpoint
create trigger stays before update of contact_id on list_members for each row
  when (old.contact_id <> new.contact_id) execute function links_stay();
