-- A node that stands ready to take the place of another. One that only stands ready has the role 'standby' and no parent.
alter table mcu_node add column standby_id text references mcu_node (id) check (standby_id is distinct from id);
alter table mcu_node drop constraint mcu_node_role_check;
alter table mcu_node add constraint mcu_node_role_check check (role in ('master', 'slave', 'standby'));
alter table mcu_node drop constraint mcu_node_check;
alter table mcu_node add constraint mcu_node_parent_by_role check ((role = 'slave') = (parent_id is not null));
