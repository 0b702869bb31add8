import './staff.css';
import { Tabs } from 'antd';
import { useListFilter } from '../office/list/list-search.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { ContactForms } from './ContactForms.tsx';
import { DeficitTable } from './DeficitTable.tsx';
import { OperatorTable } from './OperatorTable.tsx';
import { ReplacementTable } from './ReplacementTable.tsx';

/** Who works at the sites: register, minima, replacements. */
export function StaffPage() {
  const t = useText();
  const [{ xem = 'people' }, change] = useListFilter();
  return (
    <OfficePage title={t('staff.title')} subtitle={t('staff.subtitle')}>
      {(session) => (
        <>
          <ContactForms session={session} />
          <Tabs
            destroyOnHidden
            activeKey={xem}
            onChange={(key) =>
              change({ xem: key === 'people' ? undefined : key, tim: undefined, loc: undefined })
            }
            items={[
              { key: 'people', label: t('staff.tab.people'), children: <OperatorTable /> },
              { key: 'deficits', label: t('staff.tab.deficits'), children: <DeficitTable /> },
              { key: 'replacements', label: t('staff.tab.replacements'), children: <ReplacementTable /> },
            ]}
          />
        </>
      )}
    </OfficePage>
  );
}
