import type { GuideList } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Tag, Upload } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { timeText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { fetchGuides, guideUrl, publishGuide } from './calls.ts';

/** What is written down for one's roles; a version not opened yet is marked. */
export function GuidePanel() {
  const t = useText();
  const query = useQuery({ queryKey: ['guidance'], queryFn: fetchGuides });
  return (
    <LoadState query={query} isEmpty={({ topics }) => topics.length === 0} empty={t('train.noGuide')}>
      {({ topics, mayWrite }) =>
        topics.map((topic) => <Topic key={topic.key} topic={topic} mayWrite={mayWrite} />)
      }
    </LoadState>
  );
}

const size = (bytes: number): string =>
  `${new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 }).format(bytes / 1024 / 1024)} MB`;

function Topic({ topic, mayWrite }: { topic: GuideList['topics'][number]; mayWrite: boolean }) {
  const t = useText();
  const queries = useQueryClient();
  const [title, setTitle] = useState(topic.versions[0]?.title ?? topic.label);
  const publish = useMutation({
    mutationFn: (file: File) => publishGuide(topic.key, title, file),
    onSettled: () => queries.invalidateQueries({ queryKey: ['guidance'] }),
  });
  return (
    <section className="stf-panel" aria-label={topic.label}>
      <header>
        <h2>
          {topic.label} {topic.article !== null && <span className="stf-article">{topic.article}</span>}{' '}
          {topic.isNew && <Tag color="blue">{t('train.newVersion')}</Tag>}
        </h2>
        <span className="muted">{topic.by}</span>
      </header>
      {topic.versions.length === 0 && <p className="muted">{t('train.noVersion')}</p>}
      <ul className="asset-history">
        {topic.versions.map(({ guideId, version, title: name, bytes, at, byName }) => (
          <li key={guideId}>
            <span>{t('train.version', { version })}</span>
            <span>
              <a
                href={guideUrl(guideId)}
                target="_blank"
                rel="noreferrer"
                onClick={() =>
                  window.setTimeout(() => void queries.invalidateQueries({ queryKey: ['guidance'] }), 1_500)
                }
              >
                {name}
              </a>
              <small>{`${size(bytes)}, ${timeText(at)}, ${byName}`}</small>
            </span>
          </li>
        ))}
      </ul>
      {mayWrite && (
        <div className="asset-tags">
          <Input
            aria-label={t('train.guideTitle')}
            value={title}
            maxLength={200}
            style={{ width: 320 }}
            onChange={({ target }) => setTitle(target.value)}
          />
          <Upload
            accept=".pdf,.docx,.odt"
            showUploadList={false}
            disabled={publish.isPending || title.trim().length < 3}
            beforeUpload={(file) => {
              publish.mutate(file);
              return false;
            }}
          >
            <Button loading={publish.isPending}>{t('train.publish')}</Button>
          </Upload>
          <FailureText code={codeOf(publish.error)} />
        </div>
      )}
    </section>
  );
}
