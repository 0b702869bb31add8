/** Methods that call back for each element they visit. */
const visiting = [
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'some',
  'every',
  'filter',
  'map',
  'flatMap',
  'forEach',
  'reduce',
  'reduceRight',
  'sort',
  'toSorted',
] as const;
/** Methods that look at elements themselves: up to the one they find, or all. */
const looking = ['includes', 'indexOf', 'lastIndexOf', 'join'] as const;

type Method = (this: unknown[], ...given: unknown[]) => unknown;
const isMethod = (value: unknown): value is Method => typeof value === 'function';

/**
 * Counts the elements of arrays that are visited while something is done, whatever array it is: the work of code that walks
 * lists, without a clock. Restores everything afterwards.
 */
export function arraySteps(does: () => void): number {
  let steps = 0;
  const prototype = Array.prototype;
  const kept = new Map<PropertyKey, unknown>();
  const replace = (name: PropertyKey, make: (own: Method) => Method) => {
    const own: unknown = Reflect.get(prototype, name);
    if (!isMethod(own)) throw new Error(`arrays have no ${String(name)}`);
    kept.set(name, own);
    Reflect.set(prototype, name, make(own));
  };
  for (const name of visiting)
    replace(name, (own) => {
      return function counted(callback, ...rest) {
        if (!isMethod(callback)) {
          steps += this.length;
          return Reflect.apply(
            own,
            this,
            [callback, ...rest].slice(0, callback === undefined ? 0 : undefined),
          );
        }
        const count: Method = function visit(...given) {
          steps += 1;
          return Reflect.apply(callback, this, given);
        };
        return Reflect.apply(own, this, [count, ...rest]);
      };
    });
  for (const name of looking)
    replace(name, (own) => {
      return function counted(...given) {
        const found = Reflect.apply(own, this, given);
        steps += typeof found === 'number' && found >= 0 ? found + 1 : this.length;
        return found;
      };
    });
  replace(Symbol.iterator, (own) => {
    return function counted(...given) {
      steps += this.length;
      return Reflect.apply(own, this, given);
    };
  });
  try {
    does();
    return steps;
  } finally {
    for (const [name, own] of kept) Reflect.set(prototype, name, own);
  }
}
