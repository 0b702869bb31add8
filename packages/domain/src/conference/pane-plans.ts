import { ok } from '@nhipcau/base';
import { type Command, type ConferenceState, MAX_PANE_PLANS, type PanePlan } from '@nhipcau/contracts';
import { stateOfPart } from './chambers.ts';
import { type Decision, liveOf } from './decision.ts';
import { sameData } from './same-data.ts';
import { refuse } from './stage-moves.ts';

type PanePlanCommand = Extract<Command, { type: `panePlan.${string}` }>;

/**
 * Keeps what the common room shows just now under a name, instead of what had that name before, or forgets one.
 *
 * @rule PP-1 (R-CDT-04)
 */
export function decidePanePlan(state: ConferenceState, command: PanePlanCommand): Decision {
  const { name } = command;
  const known = state.panePlans.find((plan) => plan.name === name);
  if (command.type === 'panePlan.drop')
    return ok(known ? [{ type: 'panePlan.changed', name, layout: null }] : []);
  const common = stateOfPart(state, null);
  const live = common && liveOf(common);
  if (!live) return refuse('MEETING_NOT_LIVE');
  const layout = live.stage[command.target];
  if (known && sameData(known.layout, layout)) return ok([]);
  if (!known && state.panePlans.length >= MAX_PANE_PLANS)
    return refuse('PANE_PLANS_FULL', { most: MAX_PANE_PLANS });
  return ok([{ type: 'panePlan.changed', name, layout }]);
}

/** The arrangements that are kept after one was kept or forgotten, in the order in which they were first kept. */
export function withPanePlan(
  plans: readonly PanePlan[],
  { name, layout }: { readonly name: string; readonly layout: PanePlan['layout'] | null },
): PanePlan[] {
  if (layout === null) return plans.filter((plan) => plan.name !== name);
  const isKnown = plans.some((plan) => plan.name === name);
  return isKnown
    ? plans.map((plan) => (plan.name === name ? { name, layout } : plan))
    : [...plans, { name, layout }];
}
