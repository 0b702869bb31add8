import { OrganisationKind, RoomKind, Site } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Form, InputNumber, Select } from 'antd';
import { searchable, useOrganisationOptions } from '../accounts/places.ts';
import type { PlainTextKey } from '../text/catalogue.ts';
import { useText } from '../text/language.tsx';
import { fetchNodes, fetchOrganisations } from './calls.ts';
import { kindText, networkText, roleText, roomKindText, terminalText } from './words.ts';

interface Named {
  readonly name: string;
  readonly label: string;
}

/** One of a few values, each in its own words. */
function ChoiceField({
  name,
  label,
  values,
  mode,
}: Named & {
  values: readonly { readonly value: string; readonly text: PlainTextKey }[];
  mode?: 'multiple';
}) {
  const t = useText();
  return (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <Select
        {...(mode ? { mode } : {})}
        options={values.map(({ value, text }) => ({ value, label: t(text) }))}
      />
    </Form.Item>
  );
}

/** Any organisation of today, found without diacritics; may be left out where none is an answer. */
export function OrganisationField({
  name,
  label,
  required = false,
  none,
  except,
}: Named & {
  required?: boolean;
  none?: string;
  /** The one that cannot be above itself. */
  except?: string | undefined;
}) {
  const options = useOrganisationOptions().filter(({ value }) => value !== except);
  return (
    <Form.Item name={name} label={label} rules={[{ required }]}>
      <Select {...searchable} allowClear={!required} placeholder={none} options={options} />
    </Form.Item>
  );
}

/** Tiers there are today. */
export function LevelField({ name, label }: Named) {
  const { data } = useQuery({
    queryKey: ['levels'],
    queryFn: ({ signal }) => fetchOrganisations({ asOf: undefined, limit: 1 }, signal),
  });
  const open = (data?.levels ?? []).filter(({ validTo }) => validTo === null);
  return (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <Select options={open.map((level) => ({ value: level.code, label: level.name }))} />
    </Form.Item>
  );
}

export function NodeField({ name, label }: Named) {
  const { data } = useQuery({ queryKey: ['nodes'], queryFn: ({ signal }) => fetchNodes(signal) });
  return (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <Select options={(data?.nodes ?? []).map((node) => ({ value: node.nodeId, label: node.name }))} />
    </Form.Item>
  );
}

/** A whole number from 1 on. */
export function CountField({
  name,
  label,
  max,
  required = false,
}: Named & { max: number; required?: boolean }) {
  return (
    <Form.Item name={name} label={label} rules={[{ required }]}>
      <InputNumber min={1} max={max} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  );
}

export const KindField = (named: Named) => (
  <ChoiceField
    {...named}
    values={OrganisationKind.options.map((value) => ({ value, text: kindText(value) }))}
  />
);
export const TerminalField = (named: Named) => (
  <ChoiceField
    {...named}
    values={Site.shape.terminal.options.map((value) => ({ value, text: terminalText(value) }))}
  />
);
export const NetworkField = (named: Named) => (
  <ChoiceField
    {...named}
    values={Site.shape.network.options.map((value) => ({ value, text: networkText(value) }))}
  />
);
export const RolesField = (named: Named) => (
  <ChoiceField
    {...named}
    mode="multiple"
    values={(['chair', 'satellite', 'relay'] as const).map((value) => ({ value, text: roleText(value) }))}
  />
);
export const RoomKindField = (named: Named) => (
  <ChoiceField {...named} values={RoomKind.options.map((value) => ({ value, text: roomKindText(value) }))} />
);
