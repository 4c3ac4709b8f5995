/**
 * Names that Rust's compiler_builtins defines for wasm32-unknown-unknown, without
 * the suffixes of the other float types: the public symbols of the library of
 * Rust 1.99.1, as `llvm-nm --defined-only` lists them. An import of such a name
 * whose extern block names no module is bound to the function there.
 */
const NAMES = new Set(
  (
    'acos acosh asin asinh atan atan2 atanh bcmp cbrt ceil copysign cos cosh erf erfc exp exp10 exp2 expm1 fabs fdim floor ' +
    'fma fmax fmaximum fmaximum_num fmin fminimum fminimum_num fmod hypot ldexp lgamma lgamma_r log log10 log1p log2 ' +
    'memcmp memcpy memmove memset pow rint round roundeven sin sinh sqrt strlen tan tanh tgamma trunc wcslen'
  ).split(' '),
);

/** @param {string} name */
export const isDefinedByToolchain = (name) =>
  NAMES.has(name) || NAMES.has(name.replace(/f(16|128)?(_r)?$/, '$2')) || /^__(rust_[iu]128_|[a-z]+[dstqh][ifc]\d?$)/.test(name);
