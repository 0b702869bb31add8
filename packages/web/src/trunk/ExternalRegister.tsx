import {
  ExternalKind,
  ExternalRoute,
  type ExternalSystem,
  RegisterExternal,
  type TrunkPeer,
} from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Popconfirm, Radio, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { searchable, useSiteOptions } from '../accounts/places.ts';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { closeSystem, fetchSystems, saveSystem } from './external-calls.ts';

/** Video systems of others that may be joined to a meeting (rule TK-16). */
export function ExternalRegister({ peers }: { peers: readonly TrunkPeer[] }) {
  const t = useText();
  const query = useQuery({ queryKey: ['externalSystems'], queryFn: fetchSystems });
  const [edited, setEdited] = useState<ExternalSystem | 'new' | null>(null);
  return (
    <section aria-label={t('external.register')}>
      <h2>{t('external.register')}</h2>
      <p className="muted">{t('external.registerHint')}</p>
      <LoadState query={query}>
        {({ systems }) => <SystemTable systems={systems} onEdit={setEdited} />}
      </LoadState>
      <Button className="trunk-add" onClick={() => setEdited('new')}>
        {t('external.add')}
      </Button>
      {edited !== null && (
        <SystemForm system={edited === 'new' ? null : edited} peers={peers} onClose={() => setEdited(null)} />
      )}
    </section>
  );
}

function SystemTable({
  systems,
  onEdit,
}: {
  systems: readonly ExternalSystem[];
  onEdit: (system: ExternalSystem) => void;
}) {
  const t = useText();
  const queries = useQueryClient();
  const closing = useMutation({
    mutationFn: closeSystem,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['externalSystems'] }),
  });
  return (
    <>
      <FailureText code={codeOf(closing.error)} />
      <Table<ExternalSystem>
        size="middle"
        rowKey="systemId"
        pagination={false}
        locale={{ emptyText: t('external.none') }}
        dataSource={[...systems]}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: t('external.name'),
            render: (_, { name, owner }) => (
              <>
                <strong>{name}</strong>
                <div className="muted">{owner}</div>
              </>
            ),
          },
          { title: t('external.kind'), render: (_, { kind }) => t(`external.kind.${kind}`) },
          {
            title: t('external.route'),
            render: (_, { route, routeName }) =>
              route.kind === 'trunk' ? (
                t('external.route.trunk')
              ) : (
                <>
                  {t('external.viaSite', { site: routeName })}
                  <div className="muted">
                    {t(`external.protocol.${route.protocol}`)} {route.address}
                  </div>
                </>
              ),
          },
          {
            title: t('external.contact'),
            render: (_, { contact, phone }) => (
              <>
                {contact}
                <div className="muted">{phone}</div>
              </>
            ),
          },
          {
            align: 'right',
            render: (_, system) =>
              system.closedAt === null ? (
                <span className="trunk-acts">
                  <Button onClick={() => onEdit(system)}>{t('external.edit')}</Button>
                  <Popconfirm
                    title={t('external.close')}
                    description={t('external.closeHint')}
                    okText={t('external.close')}
                    cancelText={t('trunk.cancel')}
                    onConfirm={() => closing.mutate(system.systemId)}
                  >
                    <Button danger>{t('external.close')}</Button>
                  </Popconfirm>
                </span>
              ) : (
                <Tag>{t('external.closed')}</Tag>
              ),
          },
        ]}
      />
    </>
  );
}

interface Values extends Omit<RegisterExternal, 'route'> {
  readonly via: ExternalRoute['kind'];
  readonly peerId?: string;
  readonly siteId?: string;
  readonly protocol: 'sip' | 'h323' | 'other';
  readonly address: string;
}

const blank = {
  name: '',
  kind: 'other',
  owner: '',
  via: 'site',
  protocol: 'h323',
  address: '',
  contact: '',
  phone: '',
  note: '',
} as const satisfies Partial<Values>;

const valuesOf = ({ route, ...facts }: ExternalSystem): Partial<Values> => ({
  ...facts,
  via: route.kind,
  ...(route.kind === 'trunk'
    ? { peerId: route.peerId }
    : { siteId: route.siteId, protocol: route.protocol, address: route.address }),
});

function bodyOf({ via, peerId, siteId, protocol, address, ...facts }: Values): RegisterExternal {
  const { name, kind, owner, contact, phone, note } = facts;
  const route = ExternalRoute.parse(
    via === 'trunk' ? { kind: via, peerId } : { kind: via, siteId, protocol, address },
  );
  return RegisterExternal.parse({ name, kind, owner, contact, phone, note, route });
}

function SystemForm({
  system,
  peers,
  onClose,
}: {
  system: ExternalSystem | null;
  peers: readonly TrunkPeer[];
  onClose: () => void;
}) {
  const t = useText();
  const queries = useQueryClient();
  const sites = useSiteOptions();
  const [form] = Form.useForm<Values>();
  const via = Form.useWatch('via', form) ?? (system ? system.route.kind : blank.via);
  const saving = useMutation({
    mutationFn: (values: Values) => saveSystem(system?.systemId ?? null, bodyOf(values)),
    onSuccess: () => {
      onClose();
      return queries.invalidateQueries({ queryKey: ['externalSystems'] });
    },
  });
  const needed = (label: string) => ({ required: true, message: label });
  const long = (label: string) => ({ min: 2, max: 200, message: label });
  return (
    <Modal
      open
      title={system?.name ?? t('external.add')}
      okText={t('external.save')}
      cancelText={t('trunk.cancel')}
      confirmLoading={saving.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Values>
        form={form}
        // Fields of the page behind have the same names.
        name="external"
        layout="vertical"
        initialValues={system ? valuesOf(system) : blank}
        onFinish={(values) => saving.mutate({ ...blank, ...values })}
      >
        <Form.Item
          name="name"
          label={t('external.name')}
          rules={[needed(t('external.name')), long(t('external.name'))]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="kind" label={t('external.kind')}>
          <Select
            options={ExternalKind.options.map((value) => ({ value, label: t(`external.kind.${value}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="owner"
          label={t('external.owner')}
          rules={[needed(t('external.owner')), long(t('external.owner'))]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="via" label={t('external.route')}>
          <Radio.Group
            options={(['trunk', 'site'] as const).map((value) => ({
              value,
              label: t(`external.route.${value}`),
            }))}
          />
        </Form.Item>
        {via === 'trunk' ? (
          <Form.Item name="peerId" label={t('external.peer')} rules={[needed(t('external.peer'))]}>
            <Select
              options={peers
                .filter(({ revokedAt }) => revokedAt === null)
                .map(({ peerId, name }) => ({ value: peerId, label: name }))}
            />
          </Form.Item>
        ) : (
          <>
            <Form.Item name="siteId" label={t('external.site')} rules={[needed(t('external.site'))]}>
              <Select {...searchable} options={[...sites]} />
            </Form.Item>
            <Form.Item name="protocol" label={t('external.protocol')}>
              <Select
                options={(['sip', 'h323', 'other'] as const).map((value) => ({
                  value,
                  label: t(`external.protocol.${value}`),
                }))}
              />
            </Form.Item>
            <Form.Item name="address" label={t('external.address')}>
              <Input autoComplete="off" maxLength={500} />
            </Form.Item>
          </>
        )}
        <Form.Item name="contact" label={t('external.contact')}>
          <Input autoComplete="off" maxLength={500} />
        </Form.Item>
        <Form.Item name="phone" label={t('external.phone')}>
          <Input autoComplete="off" maxLength={40} />
        </Form.Item>
        <Form.Item name="note" label={t('external.note')}>
          <Input autoComplete="off" maxLength={500} />
        </Form.Item>
        <FailureText code={codeOf(saving.error)} />
      </Form>
    </Modal>
  );
}
