//! Runs Binaryen's wasm-opt: the program on the path if there is one, or else
//! the npm package `binaryen` in one Node process that stays for the whole run.

mod native;
mod npm;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::exit::ToolFailed;

/// A wasm-opt that is there.
#[derive(Debug)]
pub struct WasmOpt {
    tool: Tool,
}

#[derive(Debug)]
enum Tool {
    Native(native::Program),
    Npm(npm::Service),
}

/// A WebAssembly feature under its three names.
struct Feature {
    /// In the section `target_features`, as LLVM writes it.
    llvm: &'static str,
    /// In `--enable-…` of wasm-opt.
    flag: &'static str,
    /// In `binaryen.Features`.
    js: &'static str,
}

/// The features that both LLVM and Binaryen know.
const FEATURES: [Feature; 18] = [
    Feature { llvm: "atomics", flag: "threads", js: "Atomics" },
    Feature { llvm: "bulk-memory", flag: "bulk-memory", js: "BulkMemory" },
    Feature { llvm: "bulk-memory-opt", flag: "bulk-memory-opt", js: "BulkMemoryOpt" },
    Feature { llvm: "call-indirect-overlong", flag: "call-indirect-overlong", js: "CallIndirectOverlong" },
    Feature { llvm: "exception-handling", flag: "exception-handling", js: "ExceptionHandling" },
    Feature { llvm: "extended-const", flag: "extended-const", js: "ExtendedConst" },
    Feature { llvm: "fp16", flag: "fp16", js: "FP16" },
    Feature { llvm: "gc", flag: "gc", js: "GC" },
    Feature { llvm: "memory64", flag: "memory64", js: "Memory64" },
    Feature { llvm: "multimemory", flag: "multimemory", js: "MultiMemory" },
    Feature { llvm: "multivalue", flag: "multivalue", js: "Multivalue" },
    Feature { llvm: "mutable-globals", flag: "mutable-globals", js: "MutableGlobals" },
    Feature { llvm: "nontrapping-fptoint", flag: "nontrapping-float-to-int", js: "NontrappingFPToInt" },
    Feature { llvm: "reference-types", flag: "reference-types", js: "ReferenceTypes" },
    Feature { llvm: "relaxed-simd", flag: "relaxed-simd", js: "RelaxedSIMD" },
    Feature { llvm: "sign-ext", flag: "sign-ext", js: "SignExt" },
    Feature { llvm: "simd128", flag: "simd", js: "SIMD128" },
    Feature { llvm: "tail-call", flag: "tail-call", js: "TailCall" },
];

impl WasmOpt {
    /// Finds a wasm-opt. `choice` is `auto`, `npm`, or the path of a program;
    /// the npm package is looked for in the `node_modules` of `folders` and of
    /// every folder above them.
    ///
    /// # Errors
    ///
    /// If there is none; the error says how to get one.
    pub fn find(choice: &str, folders: &[PathBuf]) -> Result<Self> {
        let program = match choice {
            "auto" => which::which("wasm-opt").ok(),
            "npm" => None,
            path => Some(which::which(path).map_err(|error| {
                ToolFailed(format!(
                    "{path} is no program: {error}\nnext step: give --wasm-opt-tool auto, npm or a path"
                ))
            })?),
        };
        if let Some(program) = program {
            return Ok(Self { tool: Tool::Native(native::Program::open(program)?) });
        }
        let Some(package) = folders.iter().flat_map(|folder| folder.ancestors()).find_map(npm_package) else {
            return Err(ToolFailed(
                "there is no wasm-opt on the path, and no npm package `binaryen` beside the project\n\
                 next step: npm install --save-dev binaryen, or install your system's package binaryen"
                    .to_owned(),
            )
            .into());
        };
        Ok(Self { tool: Tool::Npm(npm::Service::open(package)?) })
    }

    /// The tool and its version, as reports keep it.
    pub fn version(&self) -> &str {
        match &self.tool {
            Tool::Native(program) => program.version(),
            Tool::Npm(service) => service.version(),
        }
    }

    /// Optimises `wasm`. `arguments` are wasm-opt's, separated by spaces;
    /// `features` are those the module was compiled for, by LLVM's names, and no
    /// others are used.
    ///
    /// # Errors
    ///
    /// [`ToolFailed`] with what the tool said.
    pub fn optimize(&self, wasm: &[u8], arguments: &str, features: &[String]) -> Result<Vec<u8>> {
        let features = FEATURES.iter().filter(|feature| features.iter().any(|name| name == feature.llvm));
        match &self.tool {
            Tool::Native(program) => program.optimize(wasm, arguments, features.map(|feature| feature.flag)),
            Tool::Npm(service) => service.optimize(wasm, arguments, features.map(|feature| feature.js)),
        }
    }
}

fn npm_package(folder: &Path) -> Option<PathBuf> {
    let package = folder.join("node_modules/binaryen");
    package.join("package.json").is_file().then_some(package)
}
