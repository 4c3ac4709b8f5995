/* A library with something to do before its first call. */
/* #region next */
static volatile int count;

__attribute__((constructor)) static void first(void) { count = 40; }

int next(void) { return ++count; }
/* #endregion next */
