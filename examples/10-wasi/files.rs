//! What std has for files, over the same calls.

use std::fs;

// #region main
fn main() -> std::io::Result<()> {
    fs::write("made.txt", "by std\n")?;
    print!("{}", fs::read_to_string("made.txt")?);
    for path in ["../secret.txt", "/etc/passwd"] {
        println!("{path}: {:?}", fs::read_to_string(path));
    }
    Ok(())
}
// #endregion main
