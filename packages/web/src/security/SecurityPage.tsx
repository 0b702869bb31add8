import '../accounts/accounts.css';
import '../staff/staff.css';
import './security.css';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { EventsPanel } from './EventsPanel.tsx';
import { ReviewsPanel } from './ReviewsPanel.tsx';
import { ViolationsPanel } from './ViolationsPanel.tsx';

/** Reviews of security with their weaknesses, and violations of the regulation. */
export function SecurityPage() {
  const t = useText();
  const { xem } = useSearch({ from: '/quan-tri/an-toan' });
  const navigate = useNavigate();
  return (
    <OfficePage title={t('security.title')} subtitle={t('security.subtitle')}>
      <Tabs
        activeKey={xem ?? 'ra-soat'}
        onChange={(key) =>
          void navigate({
            to: '/quan-tri/an-toan',
            search: key === 'vi-pham' || key === 'su-kien' ? { xem: key } : {},
          })
        }
        items={[
          { key: 'ra-soat', label: t('security.reviews'), children: <ReviewsPanel /> },
          { key: 'su-kien', label: t('security.events'), children: <EventsPanel /> },
          { key: 'vi-pham', label: t('security.violations'), children: <ViolationsPanel /> },
        ]}
      />
    </OfficePage>
  );
}
