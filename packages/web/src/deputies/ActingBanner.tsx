import type { SessionInfo } from '@nhipcau/contracts';
import { Alert } from 'antd';
import { instantText, type Speech } from '../regulation/sentences.ts';

/** In whose place the one at work decides. */
export function ActingBanner({ session, speech }: { session: SessionInfo; speech: Speech }) {
  const places = session.grants.flatMap(({ inPlaceOf }) => inPlaceOf ?? []);
  return places.map(({ userId, name, until }) => (
    <Alert
      key={`${userId} ${until}`}
      type="info"
      showIcon
      title={speech.t('deputy.acting', { name, until: instantText(until, speech) })}
    />
  ));
}
