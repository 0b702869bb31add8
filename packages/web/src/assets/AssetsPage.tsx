import '../staff/staff.css';
import './assets.css';
import { Tabs } from 'antd';
import { useListFilter } from '../office/list/list-search.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { AssetTable } from './AssetTable.tsx';
import { FallbackTable } from './FallbackTable.tsx';
import { HandoverTable } from './HandoverTable.tsx';
import { InspectionPanel } from './InspectionPanel.tsx';
import { LineTable } from './LineTable.tsx';
import { RequestTable } from './RequestTable.tsx';
import { ReviewPanel } from './ReviewPanel.tsx';
import { UpkeepTable } from './UpkeepTable.tsx';

/** `/thiet-bi`: the inventory, what was asked about it, who handed over what, plans for a failure. */
export function AssetsPage() {
  const t = useText();
  const [{ xem = 'danh-muc' }, change] = useListFilter();
  return (
    <OfficePage title={t('asset.title')} subtitle={t('asset.subtitle')}>
      <Tabs
        destroyOnHidden
        activeKey={xem}
        onChange={(key) =>
          change({ xem: key === 'danh-muc' ? undefined : key, tim: undefined, loc: undefined })
        }
        items={[
          { key: 'danh-muc', label: t('asset.tab.list'), children: <AssetTable /> },
          { key: 'de-nghi', label: t('asset.tab.requests'), children: <RequestTable /> },
          { key: 'ban-giao', label: t('asset.tab.handovers'), children: <HandoverTable /> },
          { key: 'bao-tri', label: t('asset.tab.upkeep'), children: <UpkeepTable /> },
          { key: 'kiem-tra', label: t('asset.tab.inspections'), children: <InspectionPanel /> },
          { key: 'duong-truyen', label: t('asset.tab.lines'), children: <LineTable /> },
          { key: 'du-phong', label: t('asset.tab.fallback'), children: <FallbackTable /> },
          { key: 'ra-soat', label: t('asset.tab.review'), children: <ReviewPanel /> },
        ]}
      />
    </OfficePage>
  );
}
