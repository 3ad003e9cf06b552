-- What is on the wire to a person, or may have arrived, counts as a contact as long as nobody knows better.
create index care_messages_wire_of on care_messages (workspace_id, customer_id, claimed_at) where state in ('sending', 'unknown');
