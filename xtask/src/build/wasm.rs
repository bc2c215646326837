//! The browser half: compiled, bound to JavaScript, made small.

use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{output, run, say};
use crate::inputs::{Inputs, create_dir, is_current, remove_dir, write};
use crate::lockfile::check_wasm_bindgen;
use crate::project::{Project, remap_cargo_home};
use crate::setup::WasmToolchain;

const TARGET: &str = "wasm32-unknown-unknown";

/// What the code is made of.
const SOURCES: [&str; 9] = [
    "app/src",
    "app/Cargo.toml",
    "app/domain/src",
    "app/domain/Cargo.toml",
    "frontend/src",
    "frontend/Cargo.toml",
    "frontend/package-lock.json",
    "Cargo.toml",
    "Cargo.lock",
];

/// What the compiler may emit, which wasm-opt must be told.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-multivalue",
];

/// Builds into a folder that holds `canoe.js`, `canoe_bg.wasm` and, if the code brings any, `snippets/`.
pub fn build(project: &Project, toolchain: &WasmToolchain) -> Result<PathBuf> {
    let out = project.work().join("wasm");
    let stamp = project.work().join("wasm.stamp");
    let hash = Inputs::new("wasm 2").and(&toolchain.version(project)?).and_files(project.root(), &SOURCES)?.finish();
    if is_current(&stamp, &hash) && out.join("canoe_bg.wasm").is_file() {
        return Ok(out);
    }
    check_wasm_bindgen(project)?;
    say("compiling the browser half for wasm");
    let compiled = compile(project, toolchain)?;
    say("binding it to JavaScript and making it small");
    remove_dir(&out)?;
    bind(&compiled, &out)?;
    optimise(project, &out.join("canoe_bg.wasm"))?;
    write(&stamp, hash)?;
    Ok(out)
}

fn compile(project: &Project, toolchain: &WasmToolchain) -> Result<PathBuf> {
    let target = project.wasm_target();
    let mut command = toolchain.cargo(project);
    command.args(["build", "--package", "frontend", "--target", TARGET, "--profile", "wasm-release"]);
    command.arg("--target-dir").arg(&target);
    let flags = format!("--remap-path-prefix={}=canoe {}", project.root().display(), remap_cargo_home());
    // A full strip would take the section that tells wasm-bindgen what the code may use; it drops the names itself.
    command.env("CARGO_PROFILE_WASM_RELEASE_STRIP", "debuginfo");
    run(command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags))?;
    Ok(target.join(TARGET).join("wasm-release/frontend.wasm"))
}

fn bind(compiled: &Path, out: &Path) -> Result<()> {
    create_dir(out)?;
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    let bindgen = bindgen.web(true)?.typescript(false).remove_name_section(true).remove_producers_section(true);
    let bindgen = bindgen.input_path(compiled).out_name("canoe").omit_default_module_path(false);
    // Its error is of another anyhow's type only by name; the text with its causes is what matters.
    bindgen.generate(out).map_err(|error| anyhow!("wasm-bindgen failed on {}: {error:#}", compiled.display()))
}

fn optimise(project: &Project, wasm: &Path) -> Result<()> {
    let optimised = wasm.with_extension("opt.wasm");
    let mut command = Command::new("node");
    command.arg(project.path("frontend/node_modules/binaryen/bin/wasm-opt")).arg("-Oz").args(FEATURES);
    output(command.arg(wasm).arg("--output").arg(&optimised))?;
    fs::rename(&optimised, wasm).with_context(|| format!("cannot replace {}", wasm.display()))
}
