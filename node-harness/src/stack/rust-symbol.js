/**
 * The path that a mangled Rust name stands for: `alloc::raw_vec::finish_grow`
 * of `_RNvNtCs…_5alloc7raw_vec11finish_grow`. rustc asks the linker to leave
 * names in this form, which is compact and unreadable.
 *
 * Format: RFC 2603, "Rust Symbol Name Mangling (v0)", and the one before it,
 * which borrows `_ZN…E` from C++. Generic arguments and the hashes of crates are
 * left out, for a path has to fit the tile of a graph.
 *
 * @param {string} name
 * @returns {string} the name itself if it is not mangled, or not in this way
 */
export function rustPath(name) {
  // LLVM adds suffixes such as `.llvm.123` behind the name.
  const symbol = /^_R([A-Z][A-Za-z0-9_]*)/.exec(name)?.[1];
  if (symbol === undefined) return legacyPath(name);
  try {
    return new Symbol(symbol).path();
  } catch {
    return name;
  }
}

/** What the older mangling writes for characters that a symbol cannot have. @type {Record<string, string>} */
const ESCAPES = { SP: '@', BP: '*', RF: '&', LT: '<', GT: '>', LP: '(', RP: ')', C: ',' };

/** @param {string} name */
function legacyPath(name) {
  const inner = /^_ZN(.+)17h[0-9a-f]{16}E/.exec(name)?.[1];
  if (inner === undefined) return name;
  const parts = [];
  for (let at = 0; at < inner.length; ) {
    const digits = /^[0-9]+/.exec(inner.slice(at))?.[0];
    if (digits === undefined) return name;
    at += digits.length;
    if (at + Number(digits) > inner.length) return name;
    parts.push(inner.slice(at, (at += Number(digits))));
  }
  const path = parts.map((part) => part.replace(/^_(?=\$)/, '')).join('::');
  return path
    .replaceAll('..', '::')
    .replace(/\$(u([0-9a-f]{1,6})|[A-Z]{1,2})\$/g, (all, code, digits) =>
      digits === undefined ? (ESCAPES[code] ?? all) : String.fromCodePoint(Math.min(Number.parseInt(digits, 16), 0x10ffff)),
    );
}

/** @type {Record<string, string>} */
const BASIC = {
  a: 'i8', b: 'bool', c: 'char', d: 'f64', e: 'str', f: 'f32', h: 'u8', i: 'isize', j: 'usize', l: 'i32', m: 'u32',
  n: 'i128', o: 'u128', p: '_', s: 'i16', t: 'u16', u: '()', v: '…', x: 'i64', y: 'u64', z: '!',
};

/** So deep may a name refer back to itself, of so many parts may it be, and so long may it become. */
const DEPTH = 64;
const PARTS = 2000;
const LENGTH = 2000;

class Symbol {
  #text;
  #at = 0;
  #depth = 0;
  #parts = 0;

  /** @param {string} text without `_R` */
  constructor(text) {
    this.#text = text;
  }

  /** @returns {string} */
  path() {
    return this.#nested(() => {
      const tag = this.#next();
      switch (tag) {
        case 'C':
          this.#disambiguator();
          return this.#identifier();
        case 'N': {
          const namespace = this.#next();
          const parent = this.path();
          const index = this.#disambiguator();
          const name = this.#identifier();
          if (namespace >= 'a') return name === '' ? parent : `${parent}::${name}`;
          const kind = namespace === 'C' ? 'closure' : namespace === 'S' ? 'shim' : namespace;
          return `${parent}::{${kind}${name && `:${name}`}#${index}}`;
        }
        case 'M':
          this.#disambiguator();
          this.path();
          return `<${this.#type()}>`;
        case 'X':
          this.#disambiguator();
          this.path();
          return `<${this.#type()} as ${this.path()}>`;
        case 'Y':
          return `<${this.#type()} as ${this.path()}>`;
        case 'I': {
          const path = this.path();
          while (!this.#take('E')) this.#genericArgument();
          return path;
        }
        case 'B':
          return this.#backReference(() => this.path());
        default:
          throw new SyntaxError(`${tag} begins no path`);
      }
    });
  }

  /** @returns {string} */
  #type() {
    return this.#nested(() => {
      const tag = this.#next();
      if (tag in BASIC) return BASIC[tag];
      switch (tag) {
        case 'R':
        case 'Q':
          if (this.#take('L')) this.#base62();
          return `&${tag === 'Q' ? 'mut ' : ''}${this.#type()}`;
        case 'P':
          return `*const ${this.#type()}`;
        case 'O':
          return `*mut ${this.#type()}`;
        case 'A':
          return `[${this.#type()}; ${this.#constant()}]`;
        case 'S':
          return `[${this.#type()}]`;
        case 'T': {
          const parts = [];
          while (!this.#take('E')) parts.push(this.#type());
          return `(${parts.join(', ')})`;
        }
        case 'F':
          return this.#functionType();
        case 'D': {
          const traits = [];
          if (this.#take('G')) this.#base62();
          while (!this.#take('E')) {
            traits.push(this.path());
            while (this.#take('p')) {
              this.#identifier();
              this.#type();
            }
          }
          if (this.#take('L')) this.#base62();
          return `dyn ${traits.join(' + ')}`;
        }
        case 'B':
          return this.#backReference(() => this.#type());
        default:
          this.#at -= 1;
          return this.path();
      }
    });
  }

  #functionType() {
    if (this.#take('G')) this.#base62();
    this.#take('U');
    if (this.#take('K') && !this.#take('C')) this.#identifier();
    const params = [];
    while (!this.#take('E')) params.push(this.#type());
    const result = this.#type();
    return `fn(${params.join(', ')})${result === '()' ? '' : ` -> ${result}`}`;
  }

  #genericArgument() {
    if (this.#take('L')) this.#base62();
    else if (this.#take('K')) this.#constant();
    else this.#type();
  }

  /** @returns {string} */
  #constant() {
    if (this.#take('B')) return this.#backReference(() => this.#constant());
    if (this.#take('p')) return '_';
    this.#type();
    const sign = this.#take('n') ? '-' : '';
    let digits = '';
    for (let c = this.#next(); c !== '_'; c = this.#next()) digits += c;
    return sign + String(Number(`0x${digits || '0'}`));
  }

  #identifier() {
    const punycode = this.#take('u');
    const [digits] = /^[0-9]+/.exec(this.#text.slice(this.#at)) ?? [];
    if (digits === undefined) throw new SyntaxError('a name has no length');
    this.#at += digits.length;
    this.#take('_');
    const length = Number(digits);
    if (this.#at + length > this.#text.length) throw new SyntaxError('a name is cut short');
    const name = this.#text.slice(this.#at, (this.#at += length));
    return punycode ? `punycode{${name}}` : name;
  }

  #disambiguator() {
    return this.#take('s') ? this.#base62() + 1 : 0;
  }

  /** One less than what it stands for begins at 0: `_` is 0, `0_` is 1. */
  #base62() {
    if (this.#take('_')) return 0;
    let value = 0;
    for (let c = this.#next(); c !== '_'; c = this.#next()) {
      const digit = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(c);
      if (digit < 0) throw new SyntaxError(`${c} is no digit`);
      value = value * 62 + digit;
    }
    return value + 1;
  }

  /**
   * Reads once more what stands further to the left.
   *
   * @param {() => string} read
   */
  #backReference(read) {
    const before = this.#at - 1;
    const target = this.#base62();
    if (target >= before) throw new SyntaxError('a reference to what comes later');
    const after = this.#at;
    this.#at = target;
    const text = read();
    this.#at = after;
    return text;
  }

  /** @param {() => string} read */
  #nested(read) {
    this.#depth += 1;
    this.#parts += 1;
    if (this.#depth > DEPTH || this.#parts > PARTS) throw new SyntaxError('too much');
    const text = read();
    this.#depth -= 1;
    if (text.length > LENGTH) throw new SyntaxError('too long');
    return text;
  }

  /** @param {string} c */
  #take(c) {
    if (this.#text[this.#at] !== c) return false;
    this.#at += 1;
    return true;
  }

  #next() {
    if (this.#at >= this.#text.length) throw new SyntaxError('the name is cut short');
    return this.#text[this.#at++];
  }
}
