-- The merchant's own fields are asked for as the others are (migration "segment_queue").
create trigger noted_in after insert on contact_values referencing new table as later
  for each statement execute function note_its_contact();
--> statement-breakpoint
create trigger noted_anew after update on contact_values referencing new table as later old table as earlier
  for each statement execute function note_its_contact();
--> statement-breakpoint
create trigger noted_out after delete on contact_values referencing old table as earlier
  for each statement execute function note_its_contact();
