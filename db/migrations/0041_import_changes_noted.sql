-- "Imported from" asks which import opened a contact: what is noted there is noted as every other change is (migration "segment_queue").
create trigger noted_in after insert on import_changes referencing new table as later
  for each statement execute function note_its_contact();
--> statement-breakpoint
create trigger noted_anew after update on import_changes referencing new table as later old table as earlier
  for each statement execute function note_its_contact();
--> statement-breakpoint
create trigger noted_out after delete on import_changes referencing old table as earlier
  for each statement execute function note_its_contact();
