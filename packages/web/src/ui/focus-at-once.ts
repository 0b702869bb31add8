/** As the `ref` of a field that somebody has just asked to write in: it has the focus from the first. */
export const focusAtOnce = (field: HTMLElement | null): void => field?.focus();
