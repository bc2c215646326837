//! Putting frontend/dist together: hashed names, public files, compressed copies, the manifest.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

use super::compress::{compress, is_compressible};
use super::manifest::Manifest;
use crate::command::say;
use crate::inputs::{Inputs, files, is_current, read, remove_dir, short_hash, write};
use crate::project::Project;

/// Assembles `dist` from the bundled code, the style sheet and `frontend/public`, all at once or not at all.
pub fn assemble(project: &Project, code: &Path, style: &Path) -> Result<()> {
    let dist = project.dist();
    let stamp = project.beside().join("dist.stamp");
    let inputs = Inputs::new("dist 1").and_files(code, &["."])?.and_files(style.parent().unwrap_or(style), &["."])?;
    let hash = inputs.and_files(project.root(), &["frontend/public"])?.finish();
    if is_current(&stamp, &hash) && dist.join("manifest.json").is_file() {
        return Ok(());
    }
    say("putting frontend/dist together");
    let fresh = project.beside().join("dist-new");
    remove_dir(&fresh)?;
    let mut manifest = place_assets(code, style, &fresh.join("assets"))?;
    place_public(&project.path("frontend/public"), &fresh)?;
    for file in files(&fresh)? {
        let relative = file.strip_prefix(&fresh).unwrap_or(&file);
        if is_compressible(&file) {
            compress(&file, &dist.join(relative))?;
        }
        manifest.files.push(format!("/{}", relative.display()));
    }
    write(&fresh.join("manifest.json"), format!("{:#}\n", manifest.to_json()))?;
    swap(&fresh, &dist, &project.beside().join("dist-old"))?;
    write(&stamp, hash)?;
    report(&dist, &manifest)
}

/// Copies the code and the style sheet under names that carry their hash; the code finds its wasm under the new name.
fn place_assets(code: &Path, style: &Path, assets: &Path) -> Result<Manifest> {
    let (css, wasm) = (read(style)?, read(&code.join("canoe_bg.wasm"))?);
    let js = String::from_utf8(read(&code.join("canoe.js"))?).context("canoe.js is not UTF-8")?;
    let wasm_name = format!("canoe_bg.{}.wasm", short_hash(&wasm));
    if !js.contains("canoe_bg.wasm") {
        bail!("canoe.js no longer names canoe_bg.wasm: wasm-bindgen's output changed, adapt xtask/src/build/dist.rs");
    }
    let js = js.replace("canoe_bg.wasm", &wasm_name);
    let js_name = format!("canoe.{}.js", short_hash(js.as_bytes()));
    let css_name = format!("canoe.{}.css", short_hash(&css));
    write(&assets.join(&css_name), css)?;
    write(&assets.join(&js_name), js)?;
    write(&assets.join(&wasm_name), wasm)?;
    // Their folders' names carry a hash of the package they come from.
    copy_all(&code.join("snippets"), &assets.join("snippets"))?;
    let url = |name: &str| format!("/assets/{name}");
    Ok(Manifest { css: url(&css_name), js: url(&js_name), wasm: url(&wasm_name), files: Vec::new() })
}

/// Copies the files that are asked for by fixed names.
fn place_public(public: &Path, into: &Path) -> Result<()> {
    if public.join("assets").exists() || public.join("manifest.json").exists() {
        bail!("frontend/public may hold neither assets/ nor manifest.json: those names belong to the build");
    }
    copy_all(public, into)
}

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let relative = file.strip_prefix(from).with_context(|| format!("{} is elsewhere", file.display()))?;
        write(&to.join(relative), read(&file)?)?;
    }
    Ok(())
}

fn swap(fresh: &Path, dist: &Path, old: &Path) -> Result<()> {
    remove_dir(old)?;
    if dist.exists() {
        fs::rename(dist, old).with_context(|| format!("cannot move {} away", dist.display()))?;
    }
    fs::rename(fresh, dist).with_context(|| format!("cannot create {}", dist.display()))?;
    remove_dir(old)
}

fn report(dist: &Path, manifest: &Manifest) -> Result<()> {
    for url in [&manifest.css, &manifest.js, &manifest.wasm] {
        let file = dist.join(url.trim_start_matches('/'));
        let size = |path: &Path| fs::metadata(path).map(|data| data.len() as f64 / 1000.0);
        let (plain, packed) = (size(&file)?, size(Path::new(&format!("{}.br", file.display())))?);
        println!("    {url}: {plain:.1} kB, {packed:.1} kB by brotli");
    }
    Ok(())
}
