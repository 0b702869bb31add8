import type { IncidentCase } from '@nhipcau/contracts';
import { actText } from '../audit/act-text.ts';
import type { Translate } from '../text/catalogue.ts';

/** Where a case is: a site, a link, or, of a security event, the account or the act in plain words. */
export const placeText = ({ type, place }: Pick<IncidentCase, 'type' | 'place'>, t: Translate): string =>
  type === 'security' ? actText(place, t) : place;
