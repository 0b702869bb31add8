import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';

/** When something begins and ends; both can be typed. */
export function TimeFields() {
  const t = useText();
  return (
    <div className="schedule-times">
      <DateItem name="from" label={t('schedule.local.from')} entry="moment" minuteStep={15} required />
      <DateItem
        name="to"
        label={t('schedule.local.to')}
        entry="moment"
        minuteStep={15}
        after="from"
        required
      />
    </div>
  );
}
