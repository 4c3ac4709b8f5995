//! Ctrl-C.

use std::fs;
use std::process::{Command, Stdio};

use crate::project::{GUEST, MANIFEST, ONE, Project};

#[test]
fn an_interrupted_run_says_so_and_leaves_no_half_written_file() {
    // The build script waits until it is told to go on, so the run is sure to be
    // in the middle of a build when the signal comes.
    let project = Project::new(MANIFEST, GUEST);
    project.write(
        "build.rs",
        "use std::path::Path;\nfn main() {\n    if Path::new(\"calm\").exists() { return; }\n    std::fs::write(\"started\", \"\").unwrap();\n    while !Path::new(\"go-on\").exists() { std::thread::sleep(std::time::Duration::from_millis(20)); }\n}\n",
    );
    let out = project.path("report.json");
    let mut command = project.command(&[&["matrix", "-o", out.to_str().unwrap()][..], &ONE[..]].concat());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    while !project.path("started").exists() {
        assert!(child.try_wait().unwrap().is_none(), "the run ended before the build script ran");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    project.write("go-on", "");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stderr).contains("interrupted"));
    assert!(!out.exists());
    for folder in ["contents", "answers"] {
        for entry in fs::read_dir(project.path("target/size-report").join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(!name.starts_with('.'), "{name} is a leftover");
        }
    }
    project.write("calm", "");
    assert_eq!(project.matrix(&ONE).code, 0);
}
