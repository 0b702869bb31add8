-- What a person may do, and where: several roles, each within a scope. The first opens the home.
alter table user_account add column kind text not null default 'person'
  check (kind in ('person', 'device', 'partner', 'service'));
alter table user_account add column organisation_id text references organisation (id);

create table user_grant (
  user_id text not null references user_account (id),
  position integer not null check (position >= 1),
  role text not null check (role in ('operator', 'chair', 'technician', 'observer', 'administrator', 'clerk', 'approver',
    'scheduler', 'desk', 'partner', 'auditor')),
  scope_kind text not null check (scope_kind in ('installation', 'organisation', 'site', 'meeting')),
  -- Organisation, site or meeting; empty for the installation.
  scope_id text not null,
  primary key (user_id, position),
  unique (user_id, role, scope_kind, scope_id),
  check ((scope_kind = 'installation') = (scope_id = '')),
  -- Whoever sits at a site must say which one.
  check (role not in ('chair', 'technician') or scope_kind in ('site', 'meeting', 'organisation')),
  -- A clerk registers for somebody, a partner works for somebody.
  check (role not in ('clerk', 'partner') or scope_kind = 'organisation')
);

insert into user_grant (user_id, position, role, scope_kind, scope_id)
  select id, 1, role, case when site_id is null then 'installation' else 'site' end, coalesce(site_id, '') from user_account;
alter table user_account drop column role;
alter table user_account drop column site_id;

-- A version of a regulation is never rewritten, but a release may read more out of the same text.
create function refuse_profile_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (new.locality, new.version, new.valid_from) = (old.locality, old.version, old.valid_from)
     and coalesce((old.document ->> 'format')::integer, 1) < (new.document ->> 'format')::integer then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
-- By which a server knows a document it has read before.
alter table regulation_profile add column document_sum text not null generated always as (md5(document::text)) stored;
drop trigger regulation_profile_stays on regulation_profile;
create trigger regulation_profile_stays before delete or update of locality, version, valid_from, document
  on regulation_profile for each row execute function refuse_profile_change();
