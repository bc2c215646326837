//! Counting passed and failed tests from what the runners write, which stays visible.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::command::line;

/// Counts over all suites, and the suites that failed.
#[derive(Default)]
pub struct Summary {
    counts: Counts,
    failed: Vec<String>,
}

#[derive(Default, Debug, PartialEq)]
struct Counts {
    passed: usize,
    failed: usize,
}

impl Summary {
    /// Runs one suite, shows its output and counts its tests. A suite that fails is recorded, not an error.
    pub fn record(&mut self, suite: &str, command: &mut Command) -> Result<()> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start `{}`", line(command)))?;
        if let Some(stdout) = child.stdout.take() {
            for bytes in BufReader::new(stdout).split(b'\n') {
                let text = String::from_utf8_lossy(&bytes?).into_owned();
                println!("{text}");
                self.counts.add(&text);
            }
        }
        if !child.wait()?.success() && !self.failed.iter().any(|failed| failed == suite) {
            self.failed.push(suite.to_owned());
        }
        Ok(())
    }

    /// Prints what was counted.
    pub fn print(&self) {
        println!("{} passed, {} failed", self.counts.passed, self.counts.failed);
    }

    /// An error if anything failed, or if nothing ran at all.
    pub fn verdict(self) -> Result<()> {
        if !self.failed.is_empty() || self.counts.failed > 0 {
            bail!("these suites failed: {}", self.failed.join("; "));
        }
        if self.counts.passed == 0 {
            bail!("no test ran");
        }
        Ok(())
    }
}

impl Counts {
    /// Adds a closing line of cargo's test harness or of Playwright; other lines count nothing.
    fn add(&mut self, text: &str) {
        let text = without_colours(text);
        if let Some(counts) = text.trim_start().strip_prefix("test result: ") {
            let counts = counts.split_once(". ").map_or(counts, |(_, rest)| rest);
            for part in counts.split(';') {
                self.add_part(part);
            }
        } else if text.starts_with("  ") {
            // Playwright: "  12 passed (5.2s)", "  1 failed", "  1 did not run", "  2 flaky".
            let part = text.split(" (").next().unwrap_or_default();
            self.add_part(part);
        }
    }

    fn add_part(&mut self, part: &str) {
        let Some((number, word)) = part.trim().split_once(' ') else { return };
        let Ok(number) = number.parse::<usize>() else { return };
        match word {
            "passed" => self.passed += number,
            "failed" | "interrupted" | "did not run" | "flaky" => self.failed += number,
            _ => {}
        }
    }
}

/// Drops ANSI colour codes.
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("\u{1b}[") {
        plain.push_str(&rest[..start]);
        rest = &rest[start + 2..];
        rest = rest.find(|c: char| c.is_ascii_alphabetic()).map_or("", |end| &rest[end + 1..]);
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(text: &str) -> (usize, usize) {
        let mut counts = Counts::default();
        text.lines().for_each(|line| counts.add(line));
        (counts.passed, counts.failed)
    }

    #[test]
    fn counts_cargos_lines() {
        let text = "running 3 tests\ntest a ... ok\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n";
        assert_eq!(counted(text), (5, 1));
    }

    #[test]
    fn counts_playwrights_lines() {
        let text = "Running 5 tests using 1 worker\n  ✓  1 a.spec.ts:3:1 › 7 passed calls (1.0s)\n\
            \u{1b}[31m  1 failed\u{1b}[39m\n  1 did not run\n  1 skipped\n\u{1b}[32m  12 passed\u{1b}[39m (5.2s)\n";
        assert_eq!(counted(text), (12, 2));
    }

    #[test]
    fn a_run_without_tests_is_an_error() {
        assert!(Summary::default().verdict().is_err());
    }
}
