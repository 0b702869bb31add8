/** Where the content of a page begins, for the link past the menu and for the keyboard. */
export const CONTENT_ID = 'noi-dung';

/** The next Tab goes to the first thing of the content: what had the focus is gone, or no longer what matters. */
export const focusContent = (): void => document.getElementById(CONTENT_ID)?.focus({ preventScroll: true });
