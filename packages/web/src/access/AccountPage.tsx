import './account.css';
import type { AccountSecurity, Duty, SessionInfo } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { fetchSecurity } from './calls.ts';
import { FactorsCard } from './FactorsCard.tsx';
import { PasswordCard } from './PasswordCard.tsx';
import { EventsCard, SessionsCard } from './SessionsCard.tsx';

export const securityQuery = ['account', 'security'] as const;

/** Password, second factors, open sessions and recent events of the own account. */
export function AccountPage() {
  const t = useText();
  return <OfficePage title={t('account.title')}>{(session) => <Content session={session} />}</OfficePage>;
}

const dutyTexts = {
  changePassword: ['account.duty.changePassword', 'account.duty.changePasswordAbout'],
  enrolSecondFactor: ['account.duty.enrolSecondFactor', 'account.duty.enrolSecondFactorAbout'],
} as const satisfies Record<Duty, readonly [string, string]>;

function Content({ session }: { session: SessionInfo }) {
  const t = useText();
  const query = useQuery({ queryKey: securityQuery, queryFn: ({ signal }) => fetchSecurity(signal) });
  return (
    <>
      {session.duties?.map((duty) => (
        <Alert
          key={duty}
          className="account-duty"
          type="warning"
          showIcon
          title={t(dutyTexts[duty][0])}
          description={t(dutyTexts[duty][1])}
        />
      ))}
      <LoadState query={query}>{(security) => <Cards security={security} />}</LoadState>
    </>
  );
}

function Cards({ security }: { security: AccountSecurity }) {
  const t = useText();
  return (
    <>
      <p className="muted">{t('account.subtitle', { name: security.name, login: security.login })}</p>
      <div className="account-cards">
        <div>
          <PasswordCard security={security} />
          <SessionsCard security={security} />
          <EventsCard security={security} />
        </div>
        <FactorsCard security={security} />
      </div>
    </>
  );
}
