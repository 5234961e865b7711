-- Room in each page for what changes and is in no index: then a change stays in its page and touches none of the indexes
-- (17 of them on contacts). Told anew by their stores: people who moved, accounts of whom only the date is new, orders paid.
alter table contacts set (fillfactor = 90);
--> statement-breakpoint
alter table store_customers set (fillfactor = 90);
--> statement-breakpoint
alter table orders set (fillfactor = 90);
