import { LocalDate, type UpkeepTask } from '@nhipcau/contracts';
import { Form, InputNumber } from 'antd';
import type { Dayjs } from 'dayjs';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { asDate, today } from '../staff/dates.ts';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsNow } from '../ui/zone.ts';
import { planCost, recordWork } from './calls.ts';
import { ChoiceField } from './RegisterDrawer.tsx';

/** Work was done on a device, as it was due or as a repair. */
export function WorkDrawer({
  device,
  tasks,
  onClose,
}: {
  device: { readonly assetId: string; readonly code: string } | null;
  tasks: readonly { readonly task: string; readonly label: string }[];
  onClose: () => void;
}) {
  const t = useText();
  return (
    <ActDrawer<{
      task: string;
      doneOn: Dayjs;
      worker: string;
      fault?: string;
      words?: string;
      cost?: number | null;
    }>
      title={`${t('asset.recordWork')}: ${device?.code ?? ''}`}
      isOpen={device !== null}
      onClose={onClose}
      initial={{ task: tasks[0]?.task ?? 'repair', doneOn: handsNow() }}
      act={({ task, doneOn, worker, fault, words, cost }) =>
        recordWork(device?.assetId ?? '', {
          task,
          worker,
          doneOn: LocalDate.parse(asDate(doneOn) ?? today()),
          fault: fault?.trim() ? fault : null,
          words: words?.trim() ? words : null,
          cost: cost ?? null,
        })
      }
    >
      <ChoiceField
        name="task"
        label={t('asset.work')}
        options={[
          ...tasks.map(({ task, label }) => ({ value: task, label })),
          { value: 'repair', label: t('asset.repair') },
        ]}
      />
      <DateItem name="doneOn" label={t('asset.doneOn')} required />
      <TextField name="worker" label={t('asset.worker')} required />
      <TextField name="fault" label={t('asset.fault')} rows={2} />
      <TextField name="words" label={t('asset.note')} rows={2} />
      <CostField />
    </ActDrawer>
  );
}

function CostField() {
  const t = useText();
  return (
    <Form.Item name="cost" label={t('asset.cost')}>
      <InputNumber<number> min={0} step={100_000} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  );
}

/** What the work of this year is to cost. */
export function CostDrawer({
  task,
  year,
  onClose,
}: {
  task: UpkeepTask | null;
  year: number;
  onClose: () => void;
}) {
  const t = useText();
  return (
    <ActDrawer<{ cost?: number | null }>
      title={`${t('asset.costOf', { year })}: ${task?.code ?? ''}`}
      isOpen={task !== null}
      onClose={onClose}
      initial={{ cost: task?.cost ?? null }}
      act={({ cost }) => planCost(task?.assetId ?? '', { task: task?.task ?? '', year, cost: cost ?? null })}
    >
      <p className="muted">{task?.label}</p>
      <CostField />
    </ActDrawer>
  );
}
