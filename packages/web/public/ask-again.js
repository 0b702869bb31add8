// Runs before everything else of the page. A thin line loses files, and a laptop that changes its network breaks off whatever
// is on the way: what the page cannot do without is asked for again, until it has come.
(() => {
  const FIRST_WAIT_MS = 1_000;
  const LONGEST_WAIT_MS = 15_000;
  const TRIES = 'nhipcau.reloads';
  let isLost = false;
  const waitOf = (tries) => Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS);

  /** Anew beside the lost one, which goes when its successor has come or is lost itself. */
  function styleAgain(lost, tries) {
    setTimeout(() => {
      const next = lost.cloneNode();
      next.dataset.tries = String(tries + 1);
      for (const end of ['load', 'error']) next.addEventListener(end, () => lost.remove());
      lost.after(next);
    }, waitOf(tries));
  }

  /** Modules that did not come are not asked for twice by one page. */
  function pageAgain() {
    isLost = true;
    const tries = Number(sessionStorage.getItem(TRIES) ?? 0);
    sessionStorage.setItem(TRIES, String(tries + 1));
    document
      .getElementById('app')
      ?.append('Đường truyền yếu, đang tải lại trang… · Bad line, loading again…');
    setTimeout(() => location.reload(), waitOf(tries));
  }

  addEventListener(
    'error',
    ({ target }) => {
      if (target instanceof HTMLLinkElement && target.rel === 'stylesheet')
        styleAgain(target, Number(target.dataset.tries ?? 0));
      else if (target instanceof HTMLScriptElement) pageAgain();
    },
    true,
  );
  addEventListener('load', () => {
    if (!isLost) sessionStorage.removeItem(TRIES);
  });
})();
