//! Brotli and gzip beside each file, made once at the highest level rather than at every request.

use anyhow::{Context, Result};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::inputs::{read, write};

const COMPRESSIBLE: [&str; 9] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest", "xml"];

/// Whether compressing this file is worth its while.
pub fn is_compressible(file: &Path) -> bool {
    file.extension().is_some_and(|extension| COMPRESSIBLE.iter().any(|known| extension == *known))
}

/// Writes `<file>.br` and `<file>.gz`; takes them from `earlier` when that file is the same.
pub fn compress(file: &Path, earlier: &Path) -> Result<()> {
    let bytes = read(file)?;
    let same = fs::read(earlier).is_ok_and(|old| old == bytes);
    for (extension, encode) in [("br", brotli as fn(&[u8]) -> std::io::Result<Vec<u8>>), ("gz", gzip)] {
        let out = with_suffix(file, extension);
        if same && fs::copy(with_suffix(earlier, extension), &out).is_ok() {
            continue;
        }
        let packed = encode(&bytes).with_context(|| format!("cannot compress {}", file.display()))?;
        write(&out, packed)?;
    }
    Ok(())
}

fn with_suffix(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn both_unpack_to_what_went_in() {
        let text = b"paddle ".repeat(500);
        let (mut from_brotli, mut from_gzip) = (Vec::new(), Vec::new());
        brotli::Decompressor::new(&*brotli(&text).unwrap(), 4096).read_to_end(&mut from_brotli).unwrap();
        flate2::read::GzDecoder::new(&*gzip(&text).unwrap()).read_to_end(&mut from_gzip).unwrap();
        assert_eq!((&from_brotli, &from_gzip), (&text, &text));
    }

    #[test]
    fn the_suffix_comes_after_the_extension() {
        assert_eq!(with_suffix(Path::new("a/b.css"), "br"), Path::new("a/b.css.br"));
    }
}
