import { Quality, type TrialOutcome, type TriedSite } from '@nhipcau/contracts';
import { Form, Select } from 'antd';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { qualityText } from '../ui/quality.ts';
import { actOnRehearsal } from './calls.ts';

interface Given {
  outcome: TrialOutcome;
  quality: Quality | '';
  fault?: string;
  fix?: string;
  staff?: string;
}

const written = (text: string | undefined): string | null => text?.trim() || null;

/** Quality, fault, remedy and people of a site in the stage that runs. */
export function ResultDrawer({
  meetingId,
  of,
  onClose,
}: {
  meetingId: string;
  of: { site: TriedSite; outcome: TrialOutcome } | null;
  onClose: () => void;
}) {
  const t = useText();
  const site = of?.site ?? null;
  return (
    <ActDrawer<Given>
      key={site?.siteId}
      title={t(of?.outcome === 'failed' ? 'reh.failOf' : 'reh.passOf', { site: site?.name ?? '' })}
      isOpen={of !== null}
      onClose={onClose}
      initial={{
        outcome: of?.outcome ?? 'passed',
        quality: site?.quality ?? '',
        fault: site?.fault ?? '',
        fix: site?.fix ?? '',
        staff: site?.staff ?? '',
      }}
      submit={t('reh.save')}
      act={async ({ outcome, quality, fault, fix, staff }) => {
        if (site === null) return;
        await actOnRehearsal(meetingId, {
          act: 'result',
          siteId: site.siteId,
          outcome,
          quality: quality === '' ? null : quality,
          fault: written(fault),
          fix: written(fix),
          staff: written(staff),
        });
      }}
    >
      <Form.Item name="outcome" label={t('reh.outcome')}>
        <Select
          options={[
            { value: 'passed', label: t('reh.pass') },
            { value: 'failed', label: t('reh.fail') },
          ]}
        />
      </Form.Item>
      <Form.Item name="quality" label={t('reh.quality')}>
        <Select
          options={[
            { value: '', label: t('reh.qualityMeasured') },
            ...Quality.options
              .filter((word) => word !== 'unknown')
              .map((word) => ({ value: word, label: t(qualityText[word]) })),
          ]}
        />
      </Form.Item>
      <TextField name="fault" label={t('reh.fault')} rows={2} />
      <TextField name="fix" label={t('reh.fix')} rows={2} />
      <TextField name="staff" label={t('reh.staff')} />
    </ActDrawer>
  );
}
