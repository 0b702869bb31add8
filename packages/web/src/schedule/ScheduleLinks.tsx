import type { Action } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useSession } from '../access/use-session.ts';
import type { PlainTextKey } from '../text/catalogue.ts';
import { useText } from '../text/language.tsx';

const pages = [
  { to: '/lich/dat-phong', text: 'schedule.local.open', action: 'schedule.read' },
  { to: '/lich/chay-thu', text: 'schedule.waves.open', action: 'schedule.read' },
  { to: '/lich/nang-luc', text: 'schedule.limits.open', action: 'schedule.write' },
  { to: '/lich/lien-ket', text: 'schedule.feeds.open', action: 'schedule.read' },
] as const satisfies readonly { to: string; text: PlainTextKey; action: Action }[];

/** The pages beside the calendar that this person may open. */
export function ScheduleLinks() {
  const t = useText();
  const session = useSession().data;
  return pages
    .filter(({ action }) => session && mayEver(session.grants, action))
    .map(({ to, text }) => (
      <Link key={to} to={to}>
        <Button tabIndex={-1}>{t(text)}</Button>
      </Link>
    ));
}
