-- What an admin took out is kept with what its package said then, so that a later change by the package is noticed.

update fw_metadata removed
set value = (removed.value::jsonb || jsonb_build_object('base', element.value::jsonb -> 'properties'))::json
from fw_metadata element
where removed.part = 'customization' and removed.key::json ->> 0 = 'removed' and removed.value::jsonb -> 'base' is null
  and element.part = 'element' and element.key = removed.key::json ->> 1;
