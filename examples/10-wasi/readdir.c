/* Prints the names in a folder, with what C has for it. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* #region main */
int main(void) {
    DIR *folder = opendir(".");
    if (folder == NULL) {
        fprintf(stderr, "opendir: %s, errno %d\n", strerror(errno), errno);
        return 1;
    }
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) puts(entry->d_name);
    return closedir(folder);
}
/* #endregion main */
