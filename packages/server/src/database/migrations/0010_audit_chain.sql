-- Every line of the audit is a link of a chain: whoever alters, removes or inserts one breaks all that follow.
--
-- The links are forged at the end of each transaction, one transaction at a time: the lock is held only while it commits,
-- and nothing is locked after it, so that no two transactions can wait for each other.
alter table audit add column search_text text not null
  generated always as (fold_text(coalesce(actor_name, '') || ' ' || action || ' ' || coalesce(subject, '') || ' ' || facts::text)) stored;
create index audit_actor on audit (actor_id, id);
create index audit_action on audit (action, id);

create table audit_link (
  seq bigint primary key check (seq >= 1),
  audit_id bigint not null unique,
  hash bytea not null check (length(hash) = 32)
);

-- What is chained of a line, the same on every server: a list in a fixed order, instants in microseconds since 1970.
create function audit_canonical(line audit) returns bytea language sql stable as $$
  select convert_to(jsonb_build_array(line.id, (extract(epoch from line.at) * 1000000)::bigint, line.actor_kind, line.actor_id,
    line.actor_name, line.action, line.meeting_id, line.subject, line.outcome, line.code, line.facts,
    line.correlation_id)::text, 'UTF8')
$$;

create function chain_audit() returns trigger language plpgsql as $$
declare
  last_seq bigint;
  last_hash bytea;
begin
  perform pg_advisory_xact_lock(4163018);
  select seq, hash into last_seq, last_hash from audit_link order by seq desc limit 1;
  insert into audit_link (seq, audit_id, hash) values (coalesce(last_seq, 0) + 1, new.id,
    sha256(coalesce(last_hash, '\x'::bytea) || audit_canonical(new)));
  return null;
end $$;

-- What was written before there was a chain is its beginning.
do $$
declare
  line audit;
  last_hash bytea := '\x';
  number bigint := 0;
begin
  for line in select * from audit order by id loop
    number := number + 1;
    last_hash := sha256(last_hash || audit_canonical(line));
    insert into audit_link (seq, audit_id, hash) values (number, line.id, last_hash);
  end loop;
end $$;

create constraint trigger audit_chained after insert on audit deferrable initially deferred
  for each row execute function chain_audit();
create trigger audit_link_append_only before update or delete on audit_link
  for each row execute function refuse_change();
create trigger audit_link_no_truncate before truncate on audit_link
  for each statement execute function refuse_change();

-- The first line that is not as it was written, or none. A link without its line: missing; a line without its link:
-- unchained; a number left out: gap; a hash that does not follow: altered.
create function audit_first_fault() returns table (seq bigint, audit_id bigint, fault text) language sql stable as $$
  with chained as (
    select link.seq, link.audit_id, link.hash, line.id,
      lag(link.seq) over chain as before_seq,
      sha256(coalesce(lag(link.hash) over chain, '\x'::bytea) || audit_canonical(line)) as due
    from audit_link link left join audit line on line.id = link.audit_id
    window chain as (order by link.seq)
  ), faults as (
    select chained.seq, chained.audit_id, case
        when chained.id is null then 'missing'
        when chained.seq <> coalesce(chained.before_seq, 0) + 1 then 'gap'
        when chained.hash is distinct from chained.due then 'altered'
      end as fault
    from chained
    union all
    select null, line.id, 'unchained' from audit line
      where not exists (select from audit_link link where link.audit_id = line.id)
  )
  select faults.seq, faults.audit_id, faults.fault from faults where faults.fault is not null
    order by faults.seq nulls last, faults.audit_id limit 1
$$;
