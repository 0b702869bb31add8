import '../regulation.css';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { OfficePage } from '../../office/OfficePage.tsx';
import { useText } from '../../text/language.tsx';
import { DeadlineList } from './DeadlineList.tsx';

/** What all meetings owe, the next limit first. */
export function DeadlinesPage() {
  const t = useText();
  const navigate = useNavigate();
  const { xem = 'due' } = useSearch({ from: '/thoi-han' });
  return (
    <OfficePage title={t('ledger.title')} subtitle={t('ledger.subtitle')}>
      <DeadlineList
        view={xem}
        onView={(view) =>
          void navigate({
            to: '/thoi-han',
            search: (before) => ({ ...before, xem: view === 'due' ? undefined : view }),
            replace: true,
          })
        }
      />
    </OfficePage>
  );
}
