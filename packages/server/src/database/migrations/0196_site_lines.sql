-- The line of a site and the one that takes its place; the newest of each counts (R-AST-13).
create table site_line (
  id bigint generated always as identity primary key,
  site_id text not null references site (id),
  use text not null check (use in ('main', 'backup')),
  network text not null check (network in ('tslcd', 'cityWan', 'privateChannel', 'internet')),
  provider text not null check (length(provider) between 2 and 200),
  bandwidth_kbps integer not null check (bandwidth_kbps between 64 and 100000000),
  protection text not null check (protection in ('none', 'vpn', 'encryption', 'vpnAndEncryption')),
  -- DSCP.
  mark smallint check (mark between 0 and 63),
  since date not null,
  note text check (length(note) <= 500),
  at timestamptz not null,
  by_name text not null
);
create index site_line_site on site_line (site_id, use, id desc);
create trigger site_line_append_only before update or delete on site_line
  for each row execute function refuse_change();
