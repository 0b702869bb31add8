-- Sheets carry devices too, and a change of the inventory makes the preview of one stale.
alter table import_batch drop constraint import_batch_kind_check;
alter table import_batch add constraint import_batch_kind_check
  check (kind in ('organisation', 'site', 'room', 'asset', 'reform'));
create trigger asset_revision after insert or update or delete on asset
  for each statement execute function raise_directory_revision();
