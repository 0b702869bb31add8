import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { PaymentBasis } from '../evaluation/PaymentBasis.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { MonthInput, YearInput } from '../ui/DateInputs.tsx';
import { handsNow } from '../ui/zone.ts';
import { AllowanceTab } from './AllowanceTab.tsx';
import { BudgetTab } from './BudgetTab.tsx';
import { FinanceSearch } from './page-search.ts';
import { ServiceTab } from './ServiceTab.tsx';
import { StatementTab } from './StatementTab.tsx';

/** Who pays what, who is supported, what units propose (R-FIN-01 to R-FIN-05). */
export function FinancePage() {
  const t = useText();
  const search = useSearch({ from: '/kinh-phi' });
  const navigate = useNavigate();
  const change = (part: FinanceSearch) =>
    void navigate({ to: '/kinh-phi', search: { ...search, ...part }, replace: true });
  const month = search.thang ?? handsNow().subtract(1, 'month').format('YYYY-MM');
  const year = search.nam ?? handsNow().year() + 1;
  const monthPicker = (
    <span className="day-filter">
      <MonthInput aria-label={t('fin.month')} value={month} onChange={(thang) => change({ thang })} />
    </span>
  );
  return (
    <OfficePage title={t('fin.title')} subtitle={t('fin.subtitle')}>
      <PaymentBasis />
      <Tabs
        activeKey={search.xem ?? 'chi-tra'}
        onChange={(key) => change({ xem: FinanceSearch.shape.xem.parse(key), tim: undefined })}
        destroyOnHidden
        items={[
          {
            key: 'chi-tra',
            label: t('fin.statement'),
            children: <StatementTab month={month} picker={monthPicker} />,
          },
          {
            key: 'ho-tro',
            label: t('fin.allowances'),
            children: <AllowanceTab month={month} picker={monthPicker} />,
          },
          { key: 'thue-dich-vu', label: t('fin.service'), children: <ServiceTab /> },
          {
            key: 'du-toan',
            label: t('fin.budget'),
            children: (
              <BudgetTab
                year={year}
                picker={
                  <span className="day-filter">
                    <YearInput aria-label={t('fin.year')} value={year} onChange={(nam) => change({ nam })} />
                  </span>
                }
              />
            ),
          },
        ]}
      />
    </OfficePage>
  );
}
