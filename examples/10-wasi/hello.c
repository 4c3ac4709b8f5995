/* The greeting of fd_write.wat in C. */
#include <stdio.h>

/* #region main */
int main(void) {
    return puts("hello, world") == EOF;
}
/* #endregion main */
