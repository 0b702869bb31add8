import type { OpenNeed } from '@nhipcau/contracts';
import { Table, Tag } from 'antd';
import { dateText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';

/** Who is to be trained, and by which course to come. */
export function NeedTable({ needs }: { needs: readonly OpenNeed[] }) {
  const t = useText();
  return (
    <section className="stf-panel">
      <h2>{t('train.needs')}</h2>
      <Table<OpenNeed>
        size="small"
        rowKey="needId"
        dataSource={[...needs]}
        locale={{ emptyText: t('train.noNeed') }}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: t('train.person'), dataIndex: 'name' },
          { title: t('train.unit'), dataIndex: 'organisationName' },
          { title: t('train.cause'), render: (_, { cause }) => t(`train.cause.${cause}`) },
          {
            title: t('train.dueOn'),
            render: (_, { dueOn, isLate }) =>
              dueOn !== null && <Tag color={isLate ? 'red' : 'default'}>{dateText(dueOn)}</Tag>,
          },
          { title: t('train.course'), render: (_, { courseTitle }) => courseTitle ?? t('train.noCourseYet') },
        ]}
      />
    </section>
  );
}
