/* Lesson 1 in C. */
/* #region add */
int add(int left, int right) { return left + right; }
/* #endregion add */
